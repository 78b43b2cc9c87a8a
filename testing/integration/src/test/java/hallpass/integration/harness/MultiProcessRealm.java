package hallpass.integration.harness;

import static org.awaitility.Awaitility.await;

import hallpass.client.ClientSettings;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.message.Party;
import hallpass.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The five servers as processes, one jar each, and the {@code hallpass} command beside them. */
public final class MultiProcessRealm implements AutoCloseable {
    public static final Map<Party, String> JARS = Map.of(
            Party.AS, "as-server.jar",
            Party.TGS, "tgs-server.jar",
            Party.SERVICE, "app-server-service.jar",
            Party.CA, "ca-server.jar",
            Party.APP, "app-server.jar");

    private final RealmFixture folder;
    private final JarLauncher launcher;
    private final Map<Party, JarProcess> running = new EnumMap<>(Party.class);

    public MultiProcessRealm(RealmFixture folder, JarLauncher launcher) {
        this.folder = folder;
        this.launcher = launcher;
    }

    /** With a home folder and credentials of its own, inside the temporary folder. */
    public static MultiProcessRealm create(Path temporary) throws RealmException {
        return new MultiProcessRealm(
                RealmFixture.create(temporary.resolve("realm")), JarLauncher.shortLived(environment(temporary)));
    }

    /** The same with the JVMs that users have. */
    public static MultiProcessRealm createWithStandardJvms(Path temporary) throws RealmException {
        return new MultiProcessRealm(
                RealmFixture.create(temporary.resolve("realm")), JarLauncher.standard(environment(temporary)));
    }

    public static Map<String, String> environment(Path temporary) {
        return Map.of(
                "HOME", temporary.toString(),
                "HALLPASS_CACHE", temporary.resolve("cache").resolve("alice").toString(),
                "HALLPASS_REALM", temporary.resolve("realm").toString());
    }

    public RealmFixture folder() {
        return folder;
    }

    public MultiProcessRealm startAll() throws IOException, InterruptedException {
        return startAll(Party.SERVERS);
    }

    /** Starts all, and returns when all are ready. */
    public MultiProcessRealm startAll(List<Party> order) throws IOException, InterruptedException {
        for (Party party : order) {
            start(party);
        }
        for (Party party : order) {
            server(party).awaitReady();
        }
        return this;
    }

    public JarProcess start(Party party, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--realm", folder.path().toString(), "--quiet"));
        arguments.addAll(List.of(more));
        JarProcess server = launcher.startServer(JARS.get(party), arguments.toArray(String[]::new));
        running.put(party, server);
        return server;
    }

    public JarProcess server(Party party) {
        return running.get(party);
    }

    /** Stops a server in order, and tells how it ended. */
    public ProcessResult stop(Party party) throws InterruptedException {
        return running.remove(party).terminate().awaitExit();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill(Party party) throws InterruptedException {
        running.remove(party).kill().awaitExit();
    }

    /** Runs {@code hallpass} to its end, with nothing on its standard input. */
    public ProcessResult hallpass(String... arguments) throws IOException, InterruptedException {
        return hallpassWithInput(List.of(), arguments);
    }

    /** Runs {@code hallpass} to its end, with these lines on its standard input. */
    public ProcessResult hallpassWithInput(List<String> typed, String... arguments)
            throws IOException, InterruptedException {
        try (JarProcess command = launcher.startCommand(arguments)) {
            return command.sendInput(typed.toArray(String[]::new)).awaitExit();
        }
    }

    /** Asks until the answer is as wanted: on a machine that has much to do, a server that is well may not answer in time. */
    public void awaitStatus(Consumer<ProcessResult> wanted, String... options) {
        List<String> command = new ArrayList<>(List.of("status"));
        command.addAll(List.of(options));
        await().untilAsserted(() -> wanted.accept(hallpass(command.toArray(String[]::new))));
    }

    public TestClient client() throws RealmException {
        return new TestClient(
                folder, new ClientSettings(folder.config(), InstantSource.system(), Randomness.secure(), Trace.NONE));
    }

    @Override
    public void close() {
        running.values().forEach(JarProcess::close);
        running.clear();
    }
}
