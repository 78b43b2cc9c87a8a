package hallpass.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.config.RealmFolder;
import hallpass.integration.flow.StartOrderTest;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.message.Party;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server jars as processes: start order, output, help and start-up errors. */
class ServerJarsTest {
    @TempDir
    private Path temporary;

    private final List<JarProcess> launched = new ArrayList<>();

    /** For all five servers on an idle machine. */
    private static final Duration READY_WITHIN = Duration.ofSeconds(15);

    private static final String TIMED_OUT = "did not answer within";

    private static final List<Duration> START_TIMES = new ArrayList<>();

    /** The reverse of the usual order; more in a long run and in {@link StartOrderTest}. */
    static Stream<List<Party>> orders() {
        return ReliabilityRun.isLong()
                ? spread(StartOrderTest.allOrders().toList())
                : Stream.of(List.of(Party.APP, Party.CA, Party.SERVICE, Party.TGS, Party.AS));
    }

    /** Selects orders that start with different servers. */
    private static Stream<List<Party>> spread(List<List<Party>> all) {
        int wanted = Math.min(all.size(), ReliabilityRun.roundsOr(all.size()));
        return IntStream.range(0, wanted).mapToObj(i -> all.get(i * all.size() / wanted));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void bothFlowsWorkAfterStartingIn(List<Party> order) throws Exception {
        try (MultiProcessRealm realm = MultiProcessRealm.create(temporary)) {
            long started = System.nanoTime();
            realm.startAll(order);
            Duration took = Duration.ofNanos(System.nanoTime() - started);

            realm.client().assertBothFlowsWork();
            START_TIMES.add(took);
            if (ReliabilityRun.isLong()) {
                assertThat(took).isLessThan(READY_WITHIN);
            }
        }
    }

    @AfterAll
    static void reportStartTimes() {
        START_TIMES.stream()
                .max(Comparator.naturalOrder())
                .ifPresent(slowest -> System.out.printf(
                        "g12, processes: both flows work in %d start orders; all servers ready within %d ms%n",
                        START_TIMES.size(), slowest.toMillis()));
    }

    @Test
    void printsOnlyReadyAndStopped() throws Exception {
        try (MultiProcessRealm realm = MultiProcessRealm.create(temporary)) {
            realm.startAll(List.of(Party.CA, Party.AS, Party.TGS, Party.SERVICE));
            realm.start(Party.APP).awaitReady();
            realm.client().assertBothFlowsWork();

            for (Party party : Party.SERVERS) {
                ProcessResult ended = realm.stop(party);

                String address =
                        "127.0.0.1:" + realm.folder().config().address(party).getPort();
                assertThat(ended.out()).containsExactly(party.id() + " ready on " + address, party.id() + " stopped");
                assertThat(ended.err()).isEmpty();
                // 128 + SIGTERM, the usual exit code of a process ended by a signal.
                assertThat(ended.exitCode()).isIn(0, 143);
            }
            assertOwnerOnlyPermissions(realm.folder().path());
        }
    }

    private static void assertOwnerOnlyPermissions(Path realm) throws IOException {
        try (Stream<Path> all = Files.walk(realm)) {
            for (Path path : all.toList()) {
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                assertThat(rights).as(path.toString()).isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
        assertThat(realm.resolve("as").resolve("as.log")).isNotEmptyFile();
    }

    @Test
    void registersOnceWhenTheCaBecomesReachable() throws Exception {
        try (MultiProcessRealm realm = MultiProcessRealm.create(temporary)) {
            JarProcess app = realm.start(Party.APP);
            app.awaitLine(line -> line.startsWith("app waits for ca"));
            realm.start(Party.CA).awaitReady();
            app.awaitReady();
            assertThat(app.outputLines())
                    .filteredOn(line -> line.contains("waits for") && !line.contains(TIMED_OUT))
                    .hasSize(1);
            // A reply of the CA that came too late left another certificate in the ledger.
            int late = (int) app.outputLines().stream()
                    .filter(line -> line.contains(TIMED_OUT))
                    .count();
            byte[] certificate = Files.readAllBytes(realm.folder().open().serverCertificate());

            realm.stop(Party.APP);
            realm.start(Party.APP).awaitReady();

            assertThat(Files.readAllBytes(realm.folder().open().serverCertificate()))
                    .isEqualTo(certificate);
            ProcessResult listed = realm.hallpass("ca", "list");
            assertThat(listed.out())
                    .as("%s", listed)
                    .hasSizeBetween(1, 1 + late)
                    .allMatch(line -> line.contains("ID-Server"));
            assertThat(listed.err()).isEmpty();
            assertThat(realm.client().memoByPki()).isEqualTo(RealmFixture.MEMO);
        }
    }

    @Test
    void leavesNoTemporaryFilesWhenKilled() throws Exception {
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        Path files = Files.createDirectory(temporary.resolve("files"));
        JarLauncher launcher = JarLauncher.shortLived(MultiProcessRealm.environment(temporary))
                .withOptions(jar -> List.of("-Djava.io.tmpdir=" + files));
        for (Party party : List.of(Party.AS, Party.CA)) {
            try (JarProcess server = launcher.startServer(
                    MultiProcessRealm.JARS.get(party), "--realm", folder.path().toString(), "--quiet")) {
                server.awaitReady().kill().awaitExit();
            }
        }

        assertThat(files).isEmptyDirectory();
    }

    @Test
    void printsHelp() throws Exception {
        ProcessResult ended = launch(Party.TGS, "--help").awaitExit();

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output())
                .contains("Usage: tgs", "--realm", "--port", "--replica", "--quiet", "--clock-offset");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void reportsPortInUse() throws Exception {
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(other.getLocalPort());

            assertRefusesToStart(
                    Party.AS,
                    "port " + port + " of 127.0.0.1 is in use: stop the process that has it",
                    launch(Party.AS, "--realm", folder.path().toString(), "--port", port)
                            .awaitExit());
        }
    }

    @Test
    void reportsMissingRealm() throws Exception {
        Path nowhere = temporary.resolve("nowhere");

        assertRefusesToStart(
                Party.TGS,
                "There is no realm in " + nowhere,
                launch(Party.TGS, "--realm", nowhere.toString()).awaitExit());
    }

    @Test
    void refusesWorldReadableKey() throws Exception {
        assertKeyRefused(
                Party.AS,
                folder -> folder.masterKeyFile(),
                key -> Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--")),
                " contains a secret, but its permissions (rw-r--r--)");
    }

    @Test
    void refusesMalformedKey() throws Exception {
        assertKeyRefused(Party.SERVICE, folder -> folder.serviceKeytab(), key -> Files.writeString(key, "garbage"), "");
    }

    @Test
    void refusesMissingKey() throws Exception {
        assertKeyRefused(Party.CA, folder -> folder.authorityKey(), Files::delete, " of the realm is missing");
    }

    private interface KeyDamage {
        void apply(Path key) throws IOException;
    }

    private void assertKeyRefused(Party party, Function<RealmFolder, Path> file, KeyDamage damage, String problem)
            throws Exception {
        RealmFolder folder = RealmFixture.create(temporary.resolve("realm")).open();
        Path key = file.apply(folder);
        damage.apply(key);

        assertRefusesToStart(
                party,
                key + problem,
                launch(party, "--realm", folder.root().toString()).awaitExit());
    }

    private static void assertRefusesToStart(Party party, String words, ProcessResult ended) {
        assertThat(ended.err())
                .singleElement()
                .asString()
                .startsWith(party.id() + ": ")
                .contains(words);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    private JarProcess launch(Party party, String... arguments) throws IOException {
        JarProcess server = JarLauncher.shortLived(MultiProcessRealm.environment(temporary))
                .startServer(MultiProcessRealm.JARS.get(party), arguments);
        launched.add(server);
        return server;
    }

    @AfterEach
    void stopServers() {
        launched.forEach(JarProcess::close);
    }
}
