package hallpass.store;

import static hallpass.store.StoreTestSupport.assertRealmError;

import hallpass.config.RealmError;
import hallpass.fixtures.PostgresServer;
import hallpass.store.DatabaseLocation.PostgresSchema;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A schema or a table that was dropped is not created again. */
final class IncompletePostgresTest {
    private final PostgresServer server = PostgresServer.shared();
    private String url = "";
    private PostgresSchema location = at(url);

    @BeforeEach
    void createNotes() throws Exception {
        url = server.createDatabase();
        location = at(url);
        NoteStore.create(location, NoteLimits.DEFAULT).close();
    }

    private PostgresSchema at(String database) {
        return new PostgresSchema(PostgresConnector.at(database, Optional.of(server.password())), "hallpass_notes_app");
    }

    @Test
    void refusesADroppedTable() throws Exception {
        PostgresServer.execute(url, server.password(), "DROP TABLE hallpass_notes_app.notes");
        assertIncomplete();
    }

    @Test
    void refusesADroppedSchema() throws Exception {
        PostgresServer.execute(url, server.password(), "DROP SCHEMA hallpass_notes_app CASCADE");
        assertIncomplete();
    }

    @Test
    void refusesADroppedHistory() throws Exception {
        PostgresServer.execute(url, server.password(), "DROP TABLE hallpass_notes_app.notes_history");
        assertIncomplete();
    }

    private void assertIncomplete() {
        assertRealmError(
                RealmError.REALM_INCOMPLETE,
                () -> NoteStore.open(location, NoteLimits.DEFAULT).close());
    }
}
