package hallpass.it;

import hallpass.it.LaunchedJar.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Optional;

/** An as over SQLite as a process, to be killed. */
class SqliteAs implements CutShort.Victim, AutoCloseable {
    private final LabFolder folder;
    private final Start start;
    private Optional<LaunchedJar> running = Optional.empty();

    /** How the process is started. */
    interface Start {
        LaunchedJar with(String... arguments) throws IOException;
    }

    SqliteAs(LabFolder folder, Start start) {
        this.folder = folder;
        this.start = start;
    }

    /** The jar that is shipped. */
    static SqliteAs jar(LabFolder folder, Launcher launcher) {
        return new SqliteAs(folder, arguments -> launcher.server("as-server.jar", arguments));
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

    private String ask(String question) throws Exception {
        Path file = folder.open().principals();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
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
