package hallpass.store;

import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL database in which a realm's schemas are being made. A table of its own says so until they are whole: where
 * making them was cut short, the next one knows what was left as its own, and begins again. Whoever makes them holds a
 * lock.
 */
final class UnfinishedSpaces implements AutoCloseable {
    private static final String OWN = RealmStores.SPACES + "realm";

    private final Postgres server;
    private final Connection connection;

    private UnfinishedSpaces(Postgres server, Connection connection) {
        this.server = server;
        this.connection = connection;
    }

    static UnfinishedSpaces begin(Postgres server) throws RealmProblem {
        try {
            UnfinishedSpaces begun = new UnfinishedSpaces(server, server.connect(server.patientSettings(OWN)));
            try {
                begun.begin();
                return begun;
            } catch (SQLException | RealmProblem e) {
                begun.close();
                throw e;
            }
        } catch (SQLException e) {
            throw problem(server, e);
        }
    }

    /** Two seconds: a session ends a moment after the server that had it. */
    private static final int MOST_TRIES = 20;

    /**
     * Servers call themselves hallpass.
     *
     * @throws RealmProblem if any is connected
     */
    static void requireUnused(Postgres server) throws RealmProblem {
        try (Connection connection = server.connect(server.patientSettings(OWN));
                UnfinishedSpaces asking = new UnfinishedSpaces(server, connection)) {
            String others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND application_name = 'hallpass' AND pid <> pg_backend_pid()";
            for (int tries = 1; !asking.ask(others).isEmpty(); tries++) {
                if (tries == MOST_TRIES) {
                    throw new RealmProblem(
                            "The database " + asking.shown() + " is in use. Stop the realm's servers, and try again.");
                }
                asking.ask("SELECT pg_sleep(0.1)");
            }
        } catch (SQLException e) {
            throw problem(server, e);
        }
    }

    private void begin() throws SQLException, RealmProblem {
        if (ask("SELECT pg_try_advisory_lock(hashtext('" + OWN + "'))").contains("f")) {
            throw new RealmProblem("Another command makes a realm in the database " + shown()
                    + " at this moment. Wait for it, or choose another database.");
        }
        List<String> left = ask("SELECT nspname FROM pg_namespace WHERE nspname LIKE '" + RealmStores.SPACES + "%'");
        boolean unfinished =
                left.contains(OWN) && ask("SELECT state FROM " + OWN + ".state").contains("unfinished");
        if (!left.isEmpty() && !unfinished) {
            throw new RealmProblem("The database " + shown()
                    + " holds a realm already. Make an empty one with createdb, and name that.");
        }
        left.remove(OWN);
        for (String space : left) {
            execute("DROP SCHEMA " + space + " CASCADE");
        }
        execute("CREATE SCHEMA IF NOT EXISTS " + OWN + "; CREATE TABLE IF NOT EXISTS " + OWN
                + ".state AS SELECT 'unfinished' AS state");
    }

    void finish() throws RealmProblem {
        try {
            execute("UPDATE " + OWN + ".state SET state = 'whole'");
        } catch (SQLException e) {
            throw problem(server, e);
        }
    }

    /** The first column of what a query finds. */
    private List<String> ask(String query) throws SQLException {
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

    private String shown() {
        return Printable.of(server.name());
    }

    private static RealmProblem problem(Postgres server, SQLException e) {
        return new RealmProblem(StoreFault.sentence(server.name(), e), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // The lock goes with the connection, in whichever way that ends.
        }
    }
}
