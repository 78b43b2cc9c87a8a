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

/** The five servers of a realm as processes, and the {@code hallpass} command. */
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

    /** Creates a realm; its home folder and credential cache are in the temporary folder. */
    public static MultiProcessRealm create(Path temporary) throws RealmException {
        return new MultiProcessRealm(
                RealmFixture.create(temporary.resolve("realm")), JarLauncher.shortLived(environment(temporary)));
    }

    /** Creates a realm whose JVMs have only the options of the start scripts. */
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

    /** Starts all servers and waits until they are ready. */
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

    /** Stops a server with SIGTERM. */
    public ProcessResult stop(Party party) throws InterruptedException {
        return running.remove(party).terminate().awaitExit();
    }

    /** Kills a server and waits for its end. */
    public void kill(Party party) throws InterruptedException {
        running.remove(party).kill().awaitExit();
    }

    public ProcessResult hallpass(String... arguments) throws IOException, InterruptedException {
        return hallpassWithInput(List.of(), arguments);
    }

    public ProcessResult hallpassWithInput(List<String> input, String... arguments)
            throws IOException, InterruptedException {
        try (JarProcess command = launcher.startCommand(arguments)) {
            return command.sendInput(input.toArray(String[]::new)).awaitExit();
        }
    }

    /** Repeats {@code hallpass status}: on a busy machine a ready server can answer late. */
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
