package hallpass.store;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.fixtures.PostgresServer;
import hallpass.store.DatabaseLocation.PostgresSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each failure of a database is reported with its real cause. */
final class StoreFaultTest {
    private static final String DATABASE = "127.0.0.1:5432/hallpass";

    @ParameterizedTest
    @CsvSource({
        "53300, DATABASE_CONNECTIONS_USED_UP, accepts no more connections",
        "57P03, DATABASE_UNREACHABLE,         is starting up",
        "57P01, DATABASE_UNREACHABLE,         is starting up or shutting down",
        "08006, DATABASE_UNREACHABLE,         cannot be reached",
        "28P01, DATABASE_ACCESS_DENIED,       rejects the user or the password",
        "3D000, DATABASE_MISSING,             does not exist",
        "53100, DISK_FULL,                    the disk is full",
        "53200, DATABASE_FAILURE,             ran out of memory",
        "42501, DATABASE_PRIVILEGE_MISSING,   refuses its user a privilege",
        "25006, DATABASE_READ_ONLY,           cannot be written"
    })
    void namesTheCauseOfAPostgresFailure(String state, RealmError error, String cause) {
        RealmException reported = StoreFault.realmException(DATABASE, new SQLException("text", state));
        assertThat(reported.error()).isEqualTo(error);
        assertThat(reported.description()).contains(cause);
    }

    @Test
    void namesTheCauseOfASqliteFailure(@TempDir Path folder) throws Exception {
        SQLException failure = new SQLException("[SQLITE_CANTOPEN] (unable to open database file)");
        Path file = Files.createDirectory(folder.resolve("a.db"));
        assertThat(StoreFault.realmException(file.toString(), failure).error())
                .isNotEqualTo(RealmError.DATABASE_NOT_OPENED);
        Path healthy = Files.write(folder.resolve("b.db"), new byte[10]);
        assertThat(StoreFault.realmException(healthy.toString(), failure).error())
                .isEqualTo(RealmError.DATABASE_NOT_OPENED);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void namesAUsedUpConnectionLimit() throws Exception {
        PostgresServer server = PostgresServer.shared();
        String url = server.createDatabase();
        PostgresServer.execute(
                url,
                server.password(),
                "DROP ROLE IF EXISTS narrow",
                "CREATE ROLE narrow LOGIN PASSWORD 'narrow' CONNECTION LIMIT 0");
        PostgresSchema location = new PostgresSchema(
                PostgresConnector.at(url.replaceAll("user=[^&]*", "user=narrow"), Optional.of("narrow")),
                "hallpass_notes_app");

        StoreTestSupport.assertRealmError(
                RealmError.DATABASE_CONNECTIONS_USED_UP, () -> location.condition(DatabaseSchema.NOTES));
        try (Database database = location.open(DatabaseSchema.NOTES, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            StoreTestSupport.assertStoreError(
                    RealmError.DATABASE_CONNECTIONS_USED_UP,
                    () -> database.queryFirst("SELECT 1 WHERE 'a' = ?", "a", row -> 1));
            assertThat(database.outage())
                    .hasValueSatisfying(text -> assertThat(text).endsWith("which accepts no more connections"));
        }
    }
}
