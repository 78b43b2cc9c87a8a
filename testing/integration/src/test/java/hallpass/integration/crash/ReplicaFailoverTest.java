package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;

import hallpass.console.ExitCode;
import hallpass.integration.harness.FreePorts;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.message.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Fails over from the first to the second replica of the AS and the TGS. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicaFailoverTest {
    private static final List<String> PASSWORD = List.of(RealmFixture.ALICE_PASSWORD);

    private static final List<JarProcess> LAUNCHED = new ArrayList<>();

    @TempDir
    private static Path temporary;

    private static MultiProcessRealm realm;
    private static JarProcess as;
    private static JarProcess tgs;
    private static String secondAs;
    private static String secondTgs;

    @BeforeAll
    static void start() throws Exception {
        int base = FreePorts.nextBase();
        int second = FreePorts.nextBase();
        secondAs = "127.0.0.1:" + (second + 1);
        secondTgs = "127.0.0.1:" + (second + 2);
        RealmFixture folder = RealmFixture.create(
                temporary.resolve("realm"),
                Map.of(
                        "addresses.as", "127.0.0.1:" + (base + 1) + "," + secondAs,
                        "addresses.tgs", "127.0.0.1:" + (base + 2) + "," + secondTgs));
        realm = new MultiProcessRealm(folder, launcher());
        as = closeAtEnd(realm.start(Party.AS));
        tgs = closeAtEnd(realm.start(Party.TGS));
        closeAtEnd(realm.start(Party.AS, "--replica", "2"));
        closeAtEnd(realm.start(Party.TGS, "--replica", "2"));
        closeAtEnd(realm.start(Party.SERVICE));
        for (JarProcess server : LAUNCHED) {
            server.awaitReady();
        }
    }

    @AfterAll
    static void stop() {
        LAUNCHED.forEach(JarProcess::close);
    }

    /** The last test: it kills servers and changes the password. */
    @Test
    @Order(2)
    void failsOverFromKilledReplicas() throws Exception {
        as.kill().awaitExit();
        tgs.kill().awaitExit();

        assertFailedOverTo(
                secondAs, realm.hallpassWithInput(PASSWORD, "login", "alice", "--password-stdin", "--verbose"));
        assertFailedOverTo(secondTgs, realm.hallpass("request", "memo", "--verbose"));
        ProcessResult changed = realm.hallpassWithInput(
                List.of(RealmFixture.ALICE_PASSWORD, "another one"), "passwd", "alice", "--password-stdin");
        assertThat(changed.exitCode()).isZero();
    }

    @Test
    @Order(1)
    void failsOverFromSuspendedReplicas() throws Exception {
        signal("STOP", as);
        signal("STOP", tgs);
        try {
            ProcessResult login = realm.hallpassWithInput(PASSWORD, "login", "alice", "--password-stdin", "--verbose");
            assertFailedOverTo(secondAs, login);
            assertThat(traceText(login)).contains("did not answer within 700 ms; asking " + secondAs);
            assertFailedOverTo(secondTgs, realm.hallpass("request", "memo", "--verbose"));
            assertStatus();
        } finally {
            signal("CONT", as);
            signal("CONT", tgs);
        }
        assertThat(realm.hallpassWithInput(PASSWORD, "login", "alice", "--password-stdin")
                        .exitCode())
                .isZero();
    }

    /** The two suspended servers and the two that were not started are not ready. */
    private void assertStatus() {
        realm.awaitStatus(status -> {
            assertThat(readyServers(status)).containsExactly("as-2", "tgs-2", "service");
            assertThat(status.exitCode()).isEqualTo(ExitCode.UNAVAILABLE.number());
            assertThat(status.out().stream().map(line -> line.split(" ", 2)[0]))
                    .containsExactly("as", "as-2", "tgs", "tgs-2", "service", "ca", "app");
            assertThat(status.out()).allMatch(line -> line.length() <= 80);
        });
    }

    private static List<String> readyServers(ProcessResult status) {
        return status.out().stream()
                .filter(line -> line.endsWith(" ready"))
                .map(line -> line.split(" ", 2)[0])
                .toList();
    }

    @Test
    @Order(1)
    void servesWhileLogCannotBeWritten() throws Exception {
        assertThat(temporary.resolve("realm/as/as.log")).isNotEmptyFile();
        assertThat(temporary.resolve("realm/as/as-2.log")).isNotEmptyFile();
        Path log = temporary.resolve("realm/ca/ca.log");
        Files.createSymbolicLink(log, Path.of("/dev/full"));

        JarProcess ca = closeAtEnd(realm.start(Party.CA)).awaitReady();

        realm.awaitStatus(status -> assertThat(status.output()).as("%s", status).contains("ready, but its log"));
        ProcessResult ended = ca.terminate().awaitExit();
        assertThat(ended.err())
                .singleElement()
                .asString()
                .startsWith("ca: cannot write its log " + log + " (No space left on device)");
        Files.delete(log);
    }

    @Test
    @Order(1)
    void refusesUnknownReplicaNumber() throws Exception {
        ProcessResult ended = closeAtEnd(launcher()
                        .startServer(
                                "as-server.jar",
                                "--realm",
                                temporary.resolve("realm").toString(),
                                "--replica",
                                "3"))
                .awaitExit();

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .containsExactly("as: --replica 3 does not exist: realm.toml has 2 addresses for as. "
                        + "Use a number from 1 to 2, or add an address.");
    }

    private static void assertFailedOverTo(String address, ProcessResult ended) {
        assertThat(ended.exitCode()).as("%s", ended).isZero();
        assertThat(traceText(ended)).as("%s", ended).contains("; asking " + address);
    }

    /** The trace as one line. */
    private static String traceText(ProcessResult ended) {
        return ended.out().stream()
                .map(line ->
                        line.replaceFirst("^client +\\| (NO|->|<-|ok)?", "").strip())
                .collect(Collectors.joining(" "));
    }

    private static void signal(String name, JarProcess server) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(server.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static JarLauncher launcher() {
        return JarLauncher.shortLived(MultiProcessRealm.environment(temporary));
    }

    private static JarProcess closeAtEnd(JarProcess one) {
        LAUNCHED.add(one);
        return one;
    }
}
