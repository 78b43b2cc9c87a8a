package hallpass.integration.crash;

import hallpass.fixtures.PostgresServer;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.RealmFixture;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server process and its PostgreSQL database; a kill ends either or both. */
final class KillablePostgresServer implements KillableServer, AutoCloseable {
    /** Repeated in this order. A server that outlives its database reconnects. */
    private static final List<Set<KillTarget>> AS_KILL_SEQUENCE = List.of(
            EnumSet.of(KillTarget.SERVER),
            EnumSet.of(KillTarget.DATABASE),
            EnumSet.allOf(KillTarget.class),
            EnumSet.of(KillTarget.DATABASE));

    private static final List<Set<KillTarget>> CA_KILL_SEQUENCE = List.of(
            EnumSet.of(KillTarget.SERVER),
            EnumSet.of(KillTarget.SERVER),
            EnumSet.of(KillTarget.SERVER),
            EnumSet.allOf(KillTarget.class));

    /** Verifies all indexes, like pg_amcheck. */
    private static final String INDEX_CHECK = """
            SELECT bt_index_check(index.indexrelid, true) FROM pg_index index
            JOIN pg_class class ON class.oid = index.indexrelid
            JOIN pg_am am ON am.oid = class.relam
            WHERE am.amname = 'btree' AND class.relpersistence = 'p'
            """;

    private enum KillTarget {
        SERVER,
        DATABASE
    }

    private final List<Set<KillTarget>> killSequence;
    private final RealmFixture folder;
    private final ServerStarter starter;
    private final PostgresServer database;
    private final String url;
    private Optional<JarProcess> running = Optional.empty();
    private int kills;

    private KillablePostgresServer(
            List<Set<KillTarget>> turns,
            RealmFixture folder,
            ServerStarter starter,
            PostgresServer database,
            String url) {
        this.killSequence = turns;
        this.folder = folder;
        this.starter = starter;
        this.database = database;
        this.url = url;
    }

    static KillablePostgresServer as(RealmFixture folder, ServerStarter starter, PostgresServer database, String url) {
        return new KillablePostgresServer(AS_KILL_SEQUENCE, folder, starter, database, url);
    }

    static KillablePostgresServer ca(RealmFixture folder, ServerStarter starter, PostgresServer database, String url) {
        return new KillablePostgresServer(CA_KILL_SEQUENCE, folder, starter, database, url);
    }

    @Override
    public void start() throws Exception {
        if (running.isEmpty()) {
            running = Optional.of(starter.start("--realm", folder.path().toString(), "--quiet"));
            running.get().awaitReady();
        }
    }

    @Override
    public void kill() throws Exception {
        Set<KillTarget> turn = killSequence.get(kills++ % killSequence.size());
        if (turn.contains(KillTarget.DATABASE)) {
            database.kill();
        }
        if (turn.contains(KillTarget.SERVER)) {
            running.orElseThrow().kill().awaitExit();
            running = Optional.empty();
        }
        if (turn.contains(KillTarget.DATABASE)) {
            database.restart();
        }
    }

    @Override
    public String storeProblems() {
        return problems(database, url);
    }

    /** Checks a database; returns an empty text if it is sound. */
    static String problems(PostgresServer server, String url) {
        try (Connection connection = DriverManager.getConnection(url, "hallpass", server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS amcheck");
            try (ResultSet indexes = statement.executeQuery(INDEX_CHECK)) {
                return indexes.next() ? "" : "the database has no index";
            }
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        running.ifPresent(JarProcess::close);
    }
}
