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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The servers as their users meet them: processes that are started, say things, and are stopped. */
class LaunchedServersTest {
    @TempDir
    private Path temporary;

    /** A handful; {@link StartOrdersTest} has all 120 in process. */
    static Stream<List<Party>> aHandfulOfOrders() {
        return Stream.of(
                List.of(Party.APP, Party.CA, Party.SERVICE, Party.TGS, Party.AS),
                List.of(Party.CA, Party.APP, Party.AS, Party.TGS, Party.SERVICE),
                List.of(Party.TGS, Party.APP, Party.AS, Party.SERVICE, Party.CA));
    }

    @ParameterizedTest
    @MethodSource("aHandfulOfOrders")
    void bothFlowsWorkAsJarsAfterStartingIn(List<Party> order) throws Exception {
        try (RealmOfJars realm = RealmOfJars.in(temporary)) {
            realm.startAll(order);

            realm.client().assertBothFlowsWork();
        }
    }

    @Test
    void sayWhenTheyAreReadyAndWhenTheyStopAndNothingElse() throws Exception {
        try (RealmOfJars realm = RealmOfJars.in(temporary)) {
            realm.startAll(List.of(Party.CA, Party.AS, Party.TGS, Party.SERVICE));
            realm.start(Party.APP).awaitReady();
            realm.client().assertBothFlowsWork();

            for (Party party : RealmInProcess.SERVERS) {
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
                    .filteredOn(line -> line.contains("waits for"))
                    .hasSize(1);
            byte[] certificate = Files.readAllBytes(realm.folder().open().serverCertificate());

            realm.stop(Party.APP);
            realm.start(Party.APP).awaitReady();

            assertThat(Files.readAllBytes(realm.folder().open().serverCertificate()))
                    .isEqualTo(certificate);
            Ended listed = realm.hallpass("ca", "list");
            assertThat(listed.out()).singleElement().asString().contains("ID-Server");
            assertThat(listed.err()).isEmpty();
            assertThat(realm.client().pkiMemo()).isEqualTo(LabFolder.MEMO);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CLIENT", "REALM"})
    void explainThemselves(Party party) throws Exception {
        try (LaunchedJar server = launcher().server(RealmOfJars.JARS.get(party), "--help")) {
            Ended ended = server.awaitEnd();

            assertThat(ended.exit()).isZero();
            assertThat(ended.text()).contains("Usage: " + party.id(), "--realm", "--port", "--quiet", "--clock-offset");
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void sayThatThePortIsTaken() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertEndsWithOneSentence(
                    Party.AS,
                    "port " + port + " of 127.0.0.1 is taken: stop the process that has it",
                    folder.path(),
                    "--port",
                    String.valueOf(port));
        }
    }

    @Test
    void sayThatThereIsNoRealm() throws Exception {
        Path nowhere = temporary.resolve("nowhere");

        assertEndsWithOneSentence(Party.TGS, "There is no realm in " + nowhere, nowhere);
    }

    @Test
    void refuseKeyThatOthersMayRead() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        for (Map.Entry<Party, Path> key : keys(folder).entrySet()) {
            Files.setPosixFilePermissions(key.getValue(), PosixFilePermissions.fromString("rw-r--r--"));

            assertEndsWithOneSentence(
                    key.getKey(), key.getValue() + " holds a secret, but others than its owner", folder.path());
        }
    }

    @Test
    void refuseKeyThatIsGarbage() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        for (Map.Entry<Party, Path> key : keys(folder).entrySet()) {
            Files.writeString(key.getValue(), "garbage");

            assertEndsWithOneSentence(key.getKey(), key.getValue() + " ", folder.path());
        }
    }

    @Test
    void refuseRealmWithoutItsKey() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        for (Map.Entry<Party, Path> key : keys(folder).entrySet()) {
            Files.delete(key.getValue());

            assertEndsWithOneSentence(key.getKey(), key.getValue() + " could not be read", folder.path());
        }
    }

    private static Map<Party, Path> keys(LabFolder folder) throws Exception {
        return Map.of(
                Party.AS, folder.open().masterKey(),
                Party.SERVICE, folder.open().serviceKeys(),
                Party.CA, folder.open().authorityKey());
    }

    private void assertEndsWithOneSentence(Party party, String words, Path realm, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--realm", realm.toString()));
        arguments.addAll(List.of(more));
        try (LaunchedJar server = launcher().server(RealmOfJars.JARS.get(party), arguments.toArray(String[]::new))) {
            Ended ended = server.awaitEnd();

            assertThat(ended.err())
                    .singleElement()
                    .asString()
                    .startsWith(party.id() + ": ")
                    .contains(words);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.exit()).isEqualTo(1);
        }
    }

    private Launcher launcher() {
        return Launcher.here(RealmOfJars.environment(temporary));
    }
}
