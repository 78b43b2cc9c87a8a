package hallpass.it;

import hallpass.it.LaunchedJar.Launcher;
import hallpass.realm.RealmProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Optional;

/** A server over SQLite as a process, to be killed. */
final class VictimOnSqlite implements Victim, AutoCloseable {
    private final Path database;
    private final LabFolder folder;
    private final Start start;
    private Optional<LaunchedJar> running = Optional.empty();

    /** How the process is started. */
    interface Start {
        LaunchedJar with(String... arguments) throws IOException;
    }

    /** @param database the server's own */
    VictimOnSqlite(Path database, LabFolder folder, Start start) {
        this.database = database;
        this.folder = folder;
        this.start = start;
    }

    /** The jar that is shipped. */
    static VictimOnSqlite as(LabFolder folder, Launcher launcher) throws RealmProblem {
        return new VictimOnSqlite(
                folder.open().principals(), folder, arguments -> launcher.server("as-server.jar", arguments));
    }

    static VictimOnSqlite ca(LabFolder folder, Start start) throws RealmProblem {
        return new VictimOnSqlite(folder.open().ledger(), folder, start);
    }

    @Override
    public void start() throws Exception {
        running = Optional.of(start.with("--realm", folder.path().toString(), "--quiet"));
        running.get().awaitReady();
    }

    @Override
    public void kill() throws Exception {
        running.orElseThrow().kill().awaitEnd();
    }

    @Override
    public String storeProblems() throws Exception {
        String answer = ask("PRAGMA integrity_check");
        return answer.equals("ok") ? "" : answer;
    }

    /** Carries all that is in the database's log over, while no server runs. */
    void emptyTheLog() throws Exception {
        String busy = ask("PRAGMA wal_checkpoint(TRUNCATE)");
        if (!busy.equals("0")) {
            throw new AssertionError("somebody still uses " + database);
        }
    }

    private String ask(String question) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            return answer.getString(1);
        }
    }

    @Override
    public void close() {
        running.ifPresent(LaunchedJar::close);
    }
}
