package hallpass.it;

import hallpass.it.LaunchedJar.Launcher;
import hallpass.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A server over PostgreSQL as a process, to be killed; at every fourth time the whole database is killed before it. */
final class VictimOnPostgres implements Victim, AutoCloseable {
    private static final int WITH_THE_DATABASE = 4;
    /** What pg_amcheck does: each entry of each table has its place in each index, in order. */
    private static final String CHECK = """
            SELECT bt_index_check(index.indexrelid, true) FROM pg_index index
            JOIN pg_class class ON class.oid = index.indexrelid
            JOIN pg_am am ON am.oid = class.relam
            WHERE am.amname = 'btree' AND class.relpersistence = 'p'
            """;

    private final String jar;
    private final LabFolder folder;
    private final Launcher launcher;
    private final PostgresServer database;
    private final String url;
    private Optional<LaunchedJar> running = Optional.empty();
    private int kills;

    private VictimOnPostgres(String jar, LabFolder folder, Launcher launcher, PostgresServer database, String url) {
        this.jar = jar;
        this.folder = folder;
        this.launcher = launcher;
        this.database = database;
        this.url = url;
    }

    static VictimOnPostgres as(LabFolder folder, Launcher launcher, PostgresServer database, String url) {
        return new VictimOnPostgres("as-server.jar", folder, launcher, database, url);
    }

    static VictimOnPostgres ca(LabFolder folder, Launcher launcher, PostgresServer database, String url) {
        return new VictimOnPostgres("ca-server.jar", folder, launcher, database, url);
    }

    @Override
    public void start() throws Exception {
        running = Optional.of(launcher.server(jar, "--realm", folder.path().toString(), "--quiet"));
        running.get().awaitReady();
    }

    @Override
    public void kill() throws Exception {
        kills++;
        boolean withTheDatabase = kills % WITH_THE_DATABASE == 0;
        if (withTheDatabase) {
            database.kill();
        }
        running.orElseThrow().kill().awaitEnd();
        if (withTheDatabase) {
            database.run();
        }
    }

    @Override
    public String storeProblems() {
        try (Connection connection = DriverManager.getConnection(url, "hallpass", database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS amcheck");
            try (ResultSet indexes = statement.executeQuery(CHECK)) {
                return indexes.next() ? "" : "it has no index at all";
            }
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        running.ifPresent(LaunchedJar::close);
    }
}
