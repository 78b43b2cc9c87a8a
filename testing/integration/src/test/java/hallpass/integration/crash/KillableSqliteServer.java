package hallpass.integration.crash;

import hallpass.config.RealmException;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.RealmFixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Optional;

/** A server process with SQLite databases. */
final class KillableSqliteServer implements KillableServer, AutoCloseable {
    private final Path database;
    private final RealmFixture folder;
    private final ServerStarter starter;
    private Optional<JarProcess> running = Optional.empty();

    /** @param database the database that is checked after a restart */
    KillableSqliteServer(Path database, RealmFixture folder, ServerStarter start) {
        this.database = database;
        this.folder = folder;
        this.starter = start;
    }

    static KillableSqliteServer ca(RealmFixture folder, ServerStarter start) throws RealmException {
        return new KillableSqliteServer(folder.open().certificateLedger(), folder, start);
    }

    @Override
    public void start() throws Exception {
        running = Optional.of(starter.start("--realm", folder.path().toString(), "--quiet"));
        running.get().awaitReady();
    }

    @Override
    public void kill() throws Exception {
        running.orElseThrow().kill().awaitExit();
    }

    @Override
    public String storeProblems() throws Exception {
        return problems(database);
    }

    /** Moves the content of the write-ahead log into the database; no server may run. */
    void checkpointWal() throws Exception {
        String busy = query("PRAGMA wal_checkpoint(TRUNCATE)");
        if (!busy.equals("0")) {
            throw new AssertionError(database + " is in use");
        }
    }

    private String query(String question) throws Exception {
        return query(database, question);
    }

    /** Checks a database; returns an empty text if it is sound. */
    static String problems(Path database) throws Exception {
        String answer = query(database, "PRAGMA integrity_check");
        return answer.equals("ok") ? "" : answer;
    }

    private static String query(Path database, String question) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            return answer.getString(1);
        }
    }

    @Override
    public void close() {
        running.ifPresent(JarProcess::close);
    }
}
