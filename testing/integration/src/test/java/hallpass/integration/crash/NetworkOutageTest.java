package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.console.ExitCode;
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
 * G13 without a network: packets to an unplugged server get no reply, not even a reset. Each server
 * has its own network namespace. A build unplugs only the AS, a long run every server.
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
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"), NetworkNamespaces.addresses());
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
        assertThat(ended.errorOutput()).contains(party.id() + " is unreachable");
        assertThat(ended.exitCode()).isEqualTo(ExitCode.UNAVAILABLE.number());
        // Minus the time that the same command takes with all servers connected.
        assertThat(took).isLessThan(Timeouts.REPORTED_WITHIN);
    }

    /** A new ticket makes the next command ask the TGS instead of using a cached token. */
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
