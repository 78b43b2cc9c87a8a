package hallpass.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A PostgreSQL server for tests, on loopback, which {@code scripts/postgres.sh} makes, starts and stops. */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "hallpass";
    private static final long QUIT_SECONDS = 10;
    /** Others may have the port. */
    private static final int ATTEMPTS = 10;

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path folder;
    private final int port;

    private PostgresServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    private static final class Shared {
        private static final PostgresServer SERVER = startedForAll();

        private static PostgresServer startedForAll() {
            try {
                PostgresServer server = start();
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                return server;
            } catch (IOException e) {
                throw new AssertionError("PostgreSQL could not be started", e);
            }
        }
    }

    /** One for all tests of this JVM, which stops with it. Each test takes a database of its own. */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    /** Makes one and starts it. */
    public static PostgresServer start() throws IOException {
        Path folder = Files.createTempDirectory("hallpass-postgres");
        for (int attempt = 1; ; attempt++) {
            PostgresServer server = new PostgresServer(folder, anyPort());
            try {
                server.run();
                return server;
            } catch (IOException e) {
                if (attempt == ATTEMPTS || !e.toString().contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    /** Starts it again after {@link #stop}: with the same data, at the same address. */
    public void run() throws IOException {
        script("start", folder.toString(), Integer.toString(port));
    }

    /** Stops it; its data stay. */
    public void stop() throws IOException {
        script("stop", folder.toString());
    }

    /** Stops all its processes where they are, as a machine that hangs. */
    public void freeze() throws IOException {
        // The main one first: it makes others at any time.
        List<ProcessHandle> main = processes().stream().limit(1).toList();
        signal("STOP", main);
        main.forEach(PostgresServer::awaitStopped);
        signal("STOP", processes());
    }

    /** Lets them go on. */
    public void thaw() throws IOException {
        signal("CONT", processes());
    }

    /** Ends all its processes at once, as a machine without power. */
    public void kill() throws IOException {
        freeze();
        List<ProcessHandle> all = processes();
        signal("KILL", all);
        all.forEach(process -> process.onExit().join());
    }

    private static void awaitStopped(ProcessHandle process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> !process.isAlive() || Files.readString(status).contains(") T "));
    }

    public int port() {
        return port;
    }

    /** Of a new, empty database. */
    public String newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        execute(url(USER), password(), "CREATE DATABASE " + name);
        return url(name);
    }

    /** Does something in a database behind the stores' backs. */
    public static void execute(String url, String password, String... statements) {
        try (Connection connection = DriverManager.getConnection(url, USER, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Of a database that may be there or not. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
    }

    /** Of the user that the URLs name. */
    public String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public Path passwordFile() {
        return folder.resolve("password");
    }

    /** Stops it, and removes its data. */
    @Override
    public void close() {
        try {
            quit();
            kill();
            // One process is quicker than a walk through some ten thousand files: whoever waits for the end ends the
            // JVM.
            run(List.of("rm", "-rf", data().resolve("..").normalize().toString(), folder.toString()), false);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** At once, but so that it gives its shared memory back, which outlives those who are killed. */
    private void quit() throws IOException {
        List<ProcessHandle> all = processes();
        thaw();
        signal("QUIT", all);
        all.forEach(process -> process.onExit()
                .completeOnTimeout(process, QUIT_SECONDS, TimeUnit.SECONDS)
                .join());
    }

    private static void signal(String name, List<ProcessHandle> processes) throws IOException {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        run(command, true);
    }

    /** Those that run, the main one first: the others are its children. */
    public List<ProcessHandle> processes() throws IOException {
        Path file = data().resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return List.of();
        }
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0))).stream()
                .flatMap(main -> Stream.concat(Stream.of(main), main.descendants()))
                .toList();
    }

    /** Where all is that it keeps, its log among it. */
    public Path data() throws IOException {
        Path place = folder.resolve("place");
        return Files.exists(place) ? Path.of(Files.readString(place).strip()) : folder.resolve("data");
    }

    /** Of those that neither the system hands out by itself nor tests of whole realms look for. */
    private static int anyPort() {
        return ThreadLocalRandom.current().nextInt(10_000, 20_000);
    }

    private static void script(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(List.of(arguments));
        run(command, false);
    }

    /** Tests run in the folder of their module, which is somewhere below. */
    private static Path script() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path script = at.resolve("scripts/postgres.sh");
            if (Files.exists(script)) {
                return script;
            }
        }
        throw new AssertionError(
                "scripts/postgres.sh is nowhere above " + Path.of("").toAbsolutePath());
    }

    /** @param gone whether it may fail, because what it is about may be gone */
    private static void run(List<String> command, boolean gone) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0 && !gone) {
                throw new IOException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
