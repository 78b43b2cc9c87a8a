package hallpass.it;

import static org.awaitility.Awaitility.await;

import hallpass.client.ClientSetting;
import hallpass.crypto.Randomness;
import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
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
final class RealmOfJars implements AutoCloseable {
    static final Map<Party, String> JARS = Map.of(
            Party.AS, "as-server.jar",
            Party.TGS, "tgs-server.jar",
            Party.SERVICE, "app-server-service.jar",
            Party.CA, "ca-server.jar",
            Party.APP, "app-server.jar");

    private final LabFolder folder;
    private final Launcher launcher;
    private final Map<Party, LaunchedJar> running = new EnumMap<>(Party.class);

    RealmOfJars(LabFolder folder, Launcher launcher) {
        this.folder = folder;
        this.launcher = launcher;
    }

    /** With a home folder and credentials of its own, inside the temporary folder. */
    static RealmOfJars in(Path temporary) throws RealmProblem {
        return new RealmOfJars(LabFolder.in(temporary.resolve("realm")), Launcher.here(environment(temporary)));
    }

    /** The same with the JVMs that users have. */
    static RealmOfJars asUsersDo(Path temporary) throws RealmProblem {
        return new RealmOfJars(LabFolder.in(temporary.resolve("realm")), Launcher.asUsersDo(environment(temporary)));
    }

    static Map<String, String> environment(Path temporary) {
        return Map.of(
                "HOME", temporary.toString(),
                "HALLPASS_CACHE", temporary.resolve("cache").resolve("alice").toString(),
                "HALLPASS_REALM", temporary.resolve("realm").toString());
    }

    LabFolder folder() {
        return folder;
    }

    RealmOfJars startAll() throws IOException, InterruptedException {
        return startAll(Party.SERVERS);
    }

    /** Starts all, and returns when all are ready. */
    RealmOfJars startAll(List<Party> order) throws IOException, InterruptedException {
        for (Party party : order) {
            start(party);
        }
        for (Party party : order) {
            server(party).awaitReady();
        }
        return this;
    }

    LaunchedJar start(Party party, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--realm", folder.path().toString(), "--quiet"));
        arguments.addAll(List.of(more));
        LaunchedJar server = launcher.server(JARS.get(party), arguments.toArray(String[]::new));
        running.put(party, server);
        return server;
    }

    LaunchedJar server(Party party) {
        return running.get(party);
    }

    /** Stops a server in order, and tells how it ended. */
    Ended stop(Party party) throws InterruptedException {
        return running.remove(party).terminate().awaitEnd();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill(Party party) throws InterruptedException {
        running.remove(party).kill().awaitEnd();
    }

    /** Runs {@code hallpass} to its end, with nothing on its standard input. */
    Ended hallpass(String... arguments) throws IOException, InterruptedException {
        return hallpassWith(List.of(), arguments);
    }

    /** Runs {@code hallpass} to its end, with these lines on its standard input. */
    Ended hallpassWith(List<String> typed, String... arguments) throws IOException, InterruptedException {
        try (LaunchedJar command = launcher.command(arguments)) {
            return command.type(typed.toArray(String[]::new)).awaitEnd();
        }
    }

    /** Asks until the answer is as wanted: on a machine that has much to do, a server that is well may not answer in time. */
    void awaitStatus(Consumer<Ended> wanted, String... options) {
        List<String> command = new ArrayList<>(List.of("status"));
        command.addAll(List.of(options));
        await().untilAsserted(() -> wanted.accept(hallpass(command.toArray(String[]::new))));
    }

    LabClient client() throws RealmProblem {
        return new LabClient(
                folder, new ClientSetting(folder.config(), InstantSource.system(), Randomness.secure(), Trace.NONE));
    }

    @Override
    public void close() {
        running.values().forEach(LaunchedJar::close);
        running.clear();
    }
}
