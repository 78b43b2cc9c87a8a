package hallpass.store;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Creates a realm's schemas in a PostgreSQL database. A state table marks the database as
 * unfinished until {@link #finish}, so that the next attempt can drop the remains of an interrupted
 * one. An advisory lock excludes concurrent attempts.
 */
final class PostgresSchemaCreation implements AutoCloseable {
    private static final String STATE_SCHEMA = RealmStores.SCHEMA_PREFIX + "realm";

    private static final String COPY_OF = "copy of ";

    private final PostgresConnector server;
    private final Connection connection;
    private final String realmId;

    private PostgresSchemaCreation(PostgresConnector server, Connection connection, String realmId) {
        this.server = server;
        this.connection = connection;
        // It becomes a part of a statement.
        this.realmId = realmId.replaceAll("[^0-9A-Za-z-]", "");
    }

    /**
     * @param realmId the id of the realm that is created or moved; empty if it has none
     * @param archivePrefix the prefix for the schemas of an existing realm, which are renamed
     */
    static PostgresSchemaCreation begin(PostgresConnector server, String realmId, Optional<String> archivePrefix)
            throws RealmException {
        try {
            PostgresSchemaCreation creation = new PostgresSchemaCreation(
                    server, server.connect(server.maintenanceProperties(STATE_SCHEMA)), realmId);
            try {
                creation.prepare(archivePrefix);
                return creation;
            } catch (SQLException | RealmException e) {
                creation.close();
                throw e;
            }
        } catch (SQLException e) {
            throw problem(server, e);
        }
    }

    /** Two seconds: a session ends shortly after its server process. */
    private static final int MAX_TRIES = 20;

    /**
     * Checks that no server or command is connected: all of them set the application name
     * "hallpass".
     *
     * @throws RealmException with {@code STORE_IN_USE} if one is connected
     */
    static void requireUnused(PostgresConnector server) throws RealmException {
        try (Connection connection = server.connect(server.maintenanceProperties(STATE_SCHEMA));
                PostgresSchemaCreation session = new PostgresSchemaCreation(server, connection, "")) {
            String others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name = 'hallpass' AND pid <> pg_backend_pid()";
            for (int tries = 1; !session.query(others).isEmpty(); tries++) {
                if (tries == MAX_TRIES) {
                    throw new RealmException(
                            RealmError.STORE_IN_USE,
                            server.name(),
                            "The database " + session.printableName() + " is in use.");
                }
                session.query("SELECT pg_sleep(0.1)");
            }
        } catch (SQLException e) {
            throw problem(server, e);
        }
    }

    private void prepare(Optional<String> archivePrefix) throws SQLException, RealmException {
        if (query("SELECT pg_try_advisory_lock(hashtext('" + STATE_SCHEMA + "'))")
                .contains("f")) {
            throw new RealmException(
                    RealmError.REALM_BEING_CREATED,
                    server.name(),
                    "Another command is creating a realm in the database " + printableName() + ".");
        }
        List<String> left =
                query("SELECT nspname FROM pg_namespace WHERE nspname LIKE '" + RealmStores.SCHEMA_PREFIX + "%'");
        boolean unfinished =
                left.contains(STATE_SCHEMA) && isUnfinished(query("SELECT state FROM " + STATE_SCHEMA + ".state"));
        if (!left.isEmpty() && !unfinished && archivePrefix.isPresent()) {
            archive(left, archivePrefix.get());
            left.clear();
        }
        if (!left.isEmpty() && !unfinished) {
            throw new RealmException(
                    RealmError.DATABASE_NOT_EMPTY,
                    server.name(),
                    "The database " + printableName() + " already contains a realm.");
        }
        left.remove(STATE_SCHEMA);
        for (String schemaName : left) {
            execute("DROP SCHEMA " + schemaName + " CASCADE");
        }
        execute("CREATE SCHEMA IF NOT EXISTS " + STATE_SCHEMA + "; CREATE TABLE IF NOT EXISTS " + STATE_SCHEMA
                + ".state AS SELECT 'unfinished' AS state");
    }

    /** A copy that this realm made, but does not use, is made again. */
    private boolean isUnfinished(List<String> states) {
        return states.contains("unfinished") || (!realmId.isEmpty() && states.contains(COPY_OF + realmId));
    }

    void finishCopy() throws RealmException {
        setState(COPY_OF + realmId);
    }

    private void archive(List<String> schemas, String wanted) throws SQLException {
        String prefix = wanted;
        for (int i = 2; query("SELECT nspname FROM pg_namespace").contains(prefix + "_realm"); i++) {
            prefix = wanted + "_" + i;
        }
        String unused = prefix;
        String renames = schemas.stream()
                .map(schema -> "ALTER SCHEMA " + schema + " RENAME TO " + unused + "_"
                        + schema.substring(RealmStores.SCHEMA_PREFIX.length()) + "; ")
                .collect(Collectors.joining());
        execute("BEGIN; " + renames + "COMMIT");
    }

    void finish() throws RealmException {
        setState("whole");
    }

    private void setState(String state) throws RealmException {
        try {
            execute("UPDATE " + STATE_SCHEMA + ".state SET state = '" + state + "'");
        } catch (SQLException e) {
            throw problem(server, e);
        }
    }

    /** Returns the first column of all rows. */
    private List<String> query(String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String printableName() {
        return PrintableText.escape(server.name());
    }

    private static RealmException problem(PostgresConnector server, SQLException e) {
        return StoreFault.realmException(server.name(), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server releases the lock when the connection ends, however it ends.
        }
    }
}
