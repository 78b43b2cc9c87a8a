package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.client.ExitCode;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import hallpass.integration.harness.Timeouts;
import hallpass.message.Party;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * G13, with the cable pulled: no refusal comes back, and no reset. Each server is on a machine of its own, which is a
 * network namespace; all of them meet in a bridge that only they can reach. In a build it is the AS alone.
 */
class NetworkOutageTest {
    @TempDir
    private Path temporary;

    private final Map<Party, JarProcess> running = new EnumMap<>(Party.class);
    private NetworkNamespaces namespaces = NetworkNamespaces.NONE;

    @Test
    void reportsUnpluggedServerAndRecovers() throws Exception {
        List<Party> away = ReliabilityRun.isLong() ? Party.SERVERS : List.of(Party.AS);
        assumeTrue(NetworkNamespaces.isSupported(), "network namespaces need root and iproute2");
        namespaces = NetworkNamespaces.create(away);
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"), namespaces.addresses());
        for (Party party : away) {
            JarProcess server = namespaces
                    .serverLauncher(party, launcher())
                    .startServer(
                            MultiProcessRealm.JARS.get(party),
                            "--realm",
                            folder.path().toString(),
                            "--quiet");
            running.put(party, server);
        }
        for (JarProcess server : running.values()) {
            server.awaitReady();
        }
        for (Party party : away) {
            Duration usual = assertServes(party);
            namespaces.unplug(party);
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            do {
                assertReportedUnavailable(party, usual);
            } while (ReliabilityRun.isLong() && System.nanoTime() < end);
            namespaces.plugIn(party);
            assertServes(party);
        }
    }

    private JarLauncher launcher() {
        return JarLauncher.shortLived(MultiProcessRealm.environment(temporary));
    }

    private Duration assertServes(Party party) throws Exception {
        prepare(party);
        long asked = System.nanoTime();
        ProcessResult ended = request(party);
        assertThat(ended.errorOutput()).isEmpty();
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    private void assertReportedUnavailable(Party party, Duration usual) throws Exception {
        prepare(party);
        long asked = System.nanoTime();
        ProcessResult ended = request(party);
        Duration took = Duration.ofNanos(System.nanoTime() - asked).minus(usual);
        assertThat(ended.errorOutput()).contains(party.id() + " cannot be asked");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNAVAILABLE.number());
        // The rest of a command's time is what the same command takes when all is well.
        assertThat(took).isLessThan(Timeouts.REPORTED_WITHIN);
    }

    /** A token that is held already would not lead to the TGS. */
    private void prepare(Party party) throws Exception {
        if (party == Party.TGS) {
            assertThat(login().errorOutput()).isEmpty();
        }
    }

    private ProcessResult request(Party party) throws Exception {
        return switch (party) {
            case AS -> login();
            case TGS, SERVICE -> command("request", "memo");
            case APP -> command("pki", "register");
            case CA -> command("status");
            default -> throw new IllegalArgumentException(party + " is no server");
        };
    }

    private ProcessResult login() throws IOException, InterruptedException {
        try (JarProcess command =
                namespaces.clientLauncher(launcher()).startCommand("login", "alice", "--password-stdin")) {
            return command.sendInput(RealmFixture.ALICE_PASSWORD).awaitExit();
        }
    }

    private ProcessResult command(String... arguments) throws IOException, InterruptedException {
        try (JarProcess command = namespaces.clientLauncher(launcher()).startCommand(arguments)) {
            return command.sendInput().awaitExit();
        }
    }

    @AfterEach
    void end() {
        running.values().forEach(JarProcess::close);
        namespaces.close();
    }
}
