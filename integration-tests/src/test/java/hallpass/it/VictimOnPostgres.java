package hallpass.it;

import hallpass.it.LaunchedJar.Launcher;
import hallpass.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server over PostgreSQL as a process, and its database: one of them is killed, or both. */
final class VictimOnPostgres implements Victim, AutoCloseable {
    /** Who is killed, again and again in this order. A server that outlives its database goes on by itself. */
    private static final List<Set<Part>> OF_AN_AS = List.of(
            EnumSet.of(Part.SERVER), EnumSet.of(Part.DATABASE), EnumSet.allOf(Part.class), EnumSet.of(Part.DATABASE));

    private static final List<Set<Part>> OF_A_CA = List.of(
            EnumSet.of(Part.SERVER), EnumSet.of(Part.SERVER), EnumSet.of(Part.SERVER), EnumSet.allOf(Part.class));

    /** What pg_amcheck does: each entry of each table has its place in each index, in order. */
    private static final String CHECK = """
            SELECT bt_index_check(index.indexrelid, true) FROM pg_index index
            JOIN pg_class class ON class.oid = index.indexrelid
            JOIN pg_am am ON am.oid = class.relam
            WHERE am.amname = 'btree' AND class.relpersistence = 'p'
            """;

    private enum Part {
        SERVER,
        DATABASE
    }

    private final String jar;
    private final List<Set<Part>> turns;
    private final LabFolder folder;
    private final Launcher launcher;
    private final PostgresServer database;
    private final String url;
    private Optional<LaunchedJar> running = Optional.empty();
    private int kills;

    private VictimOnPostgres(
            String jar,
            List<Set<Part>> turns,
            LabFolder folder,
            Launcher launcher,
            PostgresServer database,
            String url) {
        this.jar = jar;
        this.turns = turns;
        this.folder = folder;
        this.launcher = launcher;
        this.database = database;
        this.url = url;
    }

    static VictimOnPostgres as(LabFolder folder, Launcher launcher, PostgresServer database, String url) {
        return new VictimOnPostgres("as-server.jar", OF_AN_AS, folder, launcher, database, url);
    }

    static VictimOnPostgres ca(LabFolder folder, Launcher launcher, PostgresServer database, String url) {
        return new VictimOnPostgres("ca-server.jar", OF_A_CA, folder, launcher, database, url);
    }

    @Override
    public void start() throws Exception {
        if (running.isEmpty()) {
            running = Optional.of(launcher.server(jar, "--realm", folder.path().toString(), "--quiet"));
            running.get().awaitReady();
        }
    }

    @Override
    public void kill() throws Exception {
        Set<Part> turn = turns.get(kills++ % turns.size());
        if (turn.contains(Part.DATABASE)) {
            database.kill();
        }
        if (turn.contains(Part.SERVER)) {
            running.orElseThrow().kill().awaitEnd();
            running = Optional.empty();
        }
        if (turn.contains(Part.DATABASE)) {
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
