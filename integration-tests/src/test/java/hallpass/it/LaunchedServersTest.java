package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.it.LaunchedJar.Ended;
import hallpass.it.LaunchedJar.Launcher;
import hallpass.trace.Party;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The servers as their users meet them: processes that are started, say things, and are stopped. */
class LaunchedServersTest {
    @TempDir
    private Path temporary;

    private final List<LaunchedJar> launched = new ArrayList<>();

    /** For a realm that starts, on a machine that has nothing else to do. */
    private static final Duration READY_WITHIN = Duration.ofSeconds(15);

    private static final String TOO_LATE = "did not answer within";

    /** How long each order took until all were ready. */
    private static final List<Duration> TOOK = new ArrayList<>();

    /** The one against all custom, or in the long form as many as are wanted; {@link StartOrdersTest} has more in process. */
    static Stream<List<Party>> orders() {
        return Rounds.longForm()
                ? spread(StartOrdersTest.all120().toList())
                : Stream.of(List.of(Party.APP, Party.CA, Party.SERVICE, Party.TGS, Party.AS));
    }

    /** So that a few are not all of one beginning. */
    private static Stream<List<Party>> spread(List<List<Party>> all) {
        int wanted = Math.min(all.size(), Rounds.orInABuild(all.size()));
        return IntStream.range(0, wanted).mapToObj(i -> all.get(i * all.size() / wanted));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void bothFlowsWorkAsJarsAfterStartingIn(List<Party> order) throws Exception {
        try (RealmOfJars realm = RealmOfJars.in(temporary)) {
            long started = System.nanoTime();
            realm.startAll(order);
            Duration took = Duration.ofNanos(System.nanoTime() - started);

            realm.client().assertBothFlowsWork();
            TOOK.add(took);
            if (Rounds.longForm()) {
                assertThat(took).isLessThan(READY_WITHIN);
            }
        }
    }

    @AfterAll
    static void tellHowLongItTook() {
        TOOK.stream()
                .max(Comparator.naturalOrder())
                .ifPresent(slowest -> System.out.printf(
                        "g12, processes: %d start orders, both flows work after each; all five ready within %d ms%n",
                        TOOK.size(), slowest.toMillis()));
    }

    @Test
    void sayWhenTheyAreReadyAndWhenTheyStopAndNothingElse() throws Exception {
        try (RealmOfJars realm = RealmOfJars.in(temporary)) {
            realm.startAll(List.of(Party.CA, Party.AS, Party.TGS, Party.SERVICE));
            realm.start(Party.APP).awaitReady();
            realm.client().assertBothFlowsWork();

            for (Party party : Party.SERVERS) {
                Ended ended = realm.stop(party);

                String address =
                        "127.0.0.1:" + realm.folder().config().address(party).getPort();
                assertThat(ended.out()).containsExactly(party.id() + " ready on " + address, party.id() + " stopped");
                assertThat(ended.err()).isEmpty();
                // 128 + SIGTERM: what a shell expects of a process that was told to stop.
                assertThat(ended.exit()).isIn(0, 143);
            }
            assertOnlyTheOwnerHasRights(realm.folder().path());
        }
    }

    private static void assertOnlyTheOwnerHasRights(Path realm) throws IOException {
        try (Stream<Path> all = Files.walk(realm)) {
            for (Path path : all.toList()) {
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                assertThat(rights).as(path.toString()).isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
        }
        assertThat(realm.resolve("as").resolve("as.log")).isNotEmptyFile();
    }

    @Test
    void applicationServerSaysOnceThatItWaitsAndThenRegistersAndDoesNotRegisterAgain() throws Exception {
        try (RealmOfJars realm = RealmOfJars.in(temporary)) {
            LaunchedJar app = realm.start(Party.APP);
            app.awaitLine(line -> line.startsWith("app waits for ca"));
            realm.start(Party.CA).awaitReady();
            app.awaitReady();
            assertThat(app.outSoFar())
                    .filteredOn(line -> line.contains("waits for") && !line.contains(TOO_LATE))
                    .hasSize(1);
            // On a busy machine the authority's answer may be late; then there is a certificate that nobody waited for.
            int late = (int) app.outSoFar().stream()
                    .filter(line -> line.contains(TOO_LATE))
                    .count();
            byte[] certificate = Files.readAllBytes(realm.folder().open().serverCertificate());

            realm.stop(Party.APP);
            realm.start(Party.APP).awaitReady();

            assertThat(Files.readAllBytes(realm.folder().open().serverCertificate()))
                    .isEqualTo(certificate);
            Ended listed = realm.hallpass("ca", "list");
            assertThat(listed.out())
                    .as("%s", listed)
                    .hasSizeBetween(1, 1 + late)
                    .allMatch(line -> line.contains("ID-Server"));
            assertThat(listed.err()).isEmpty();
            assertThat(realm.client().pkiMemo()).isEqualTo(LabFolder.MEMO);
        }
    }

    @Test
    void leaveNoTemporaryFilesWhenTheyAreKilled() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        Path files = Files.createDirectory(temporary.resolve("files"));
        Launcher launcher =
                Launcher.here(RealmOfJars.environment(temporary)).with(jar -> List.of("-Djava.io.tmpdir=" + files));
        for (Party party : List.of(Party.AS, Party.CA)) {
            try (LaunchedJar server = launcher.server(
                    RealmOfJars.JARS.get(party), "--realm", folder.path().toString(), "--quiet")) {
                server.awaitReady().kill().awaitEnd();
            }
        }

        assertThat(files).isEmptyDirectory();
    }

    @Test
    void explainThemselves() throws Exception {
        Map<Party, LaunchedJar> started = new EnumMap<>(Party.class);
        for (Party party : Party.SERVERS) {
            started.put(party, launch(party, "--help"));
        }
        for (Party party : Party.SERVERS) {
            Ended ended = started.get(party).awaitEnd();

            assertThat(ended.exit()).isZero();
            assertThat(ended.text())
                    .contains("Usage: " + party.id(), "--realm", "--port", "--replica", "--quiet", "--clock-offset");
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void sayThatThePortIsTaken() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(other.getLocalPort());

            assertRefusesToStart(
                    Party.AS,
                    "port " + port + " of 127.0.0.1 is taken: stop the process that has it",
                    launch(Party.AS, "--realm", folder.path().toString(), "--port", port)
                            .awaitEnd());
        }
    }

    @Test
    void sayThatThereIsNoRealm() throws Exception {
        Path nowhere = temporary.resolve("nowhere");

        assertRefusesToStart(
                Party.TGS,
                "There is no realm in " + nowhere,
                launch(Party.TGS, "--realm", nowhere.toString()).awaitEnd());
    }

    @Test
    void refuseKeyThatOthersMayRead() throws Exception {
        assertRefuseToStart(
                key -> Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--")),
                " holds a secret, but others than its owner");
    }

    @Test
    void refuseKeyThatIsGarbage() throws Exception {
        assertRefuseToStart(key -> Files.writeString(key, "garbage"), " ");
    }

    @Test
    void refuseRealmWithoutItsKey() throws Exception {
        assertRefuseToStart(Files::delete, " could not be read");
    }

    private interface Spoiling {
        void spoil(Path key) throws IOException;
    }

    /** Each server that has a key of its own. */
    private void assertRefuseToStart(Spoiling spoiling, String problem) throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        Map<Party, Path> keys = Map.of(
                Party.AS, folder.open().masterKey(),
                Party.SERVICE, folder.open().serviceKeys(),
                Party.CA, folder.open().authorityKey());
        Map<Party, LaunchedJar> started = new EnumMap<>(Party.class);
        for (Map.Entry<Party, Path> key : keys.entrySet()) {
            spoiling.spoil(key.getValue());
            started.put(
                    key.getKey(), launch(key.getKey(), "--realm", folder.path().toString()));
        }
        for (Map.Entry<Party, Path> key : keys.entrySet()) {
            assertRefusesToStart(
                    key.getKey(),
                    key.getValue() + problem,
                    started.get(key.getKey()).awaitEnd());
        }
    }

    private static void assertRefusesToStart(Party party, String words, Ended ended) {
        assertThat(ended.err())
                .singleElement()
                .asString()
                .startsWith(party.id() + ": ")
                .contains(words);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.exit()).isEqualTo(1);
    }

    private LaunchedJar launch(Party party, String... arguments) throws IOException {
        LaunchedJar server =
                Launcher.here(RealmOfJars.environment(temporary)).server(RealmOfJars.JARS.get(party), arguments);
        launched.add(server);
        return server;
    }

    @AfterEach
    void endWhatWasLaunched() {
        launched.forEach(LaunchedJar::close);
    }
}
