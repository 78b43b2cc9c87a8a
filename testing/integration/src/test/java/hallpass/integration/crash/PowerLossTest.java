package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.as.AsServer;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G1 with power losses; also shows that planted faults are detected. */
class PowerLossTest {
    private static final int DEFAULT_POWER_LOSSES = 2;
    private static final int POWER_LOSSES = 50;
    private static final int MAX_TRIES = 20;

    @TempDir
    private Path temporary;

    @Test
    void keyUpdatesSurvivePowerLoss() throws Exception {
        KeyUpdateCrashRun.KeyUpdateCrashReport report = runWithPowerLoss(
                AsServer.class, harness -> harness.run(ReliabilityRun.isLong() ? POWER_LOSSES : DEFAULT_POWER_LOSSES));

        System.out.println("g1, sqlite, power loss: " + report);
        assertThat(report.faults()).isEmpty();
    }

    @Test
    void detectsDatabaseThatDoesNotSync() throws Exception {
        KeyUpdateCrashRun.KeyUpdateCrashReport report =
                runWithPowerLoss(FaultyAsServers.NeverSyncs.class, harness -> harness.runUntilFault(MAX_TRIES));

        System.out.println("g1, planted synchronous=OFF: " + report + ", such as " + report.faults());
        assertThat(report.faults()).anyMatch(fault -> fault.contains("no key works"));
    }

    @Test
    void detectsAcknowledgementBeforeCommit() throws Exception {
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        ServerStarter start =
                arguments -> launcher().startServer(FaultyAsServers.AcknowledgesBeforeCommit.class, arguments);
        try (KillableSqliteServer as = new KillableSqliteServer(folder.open().principalDatabase(), folder, start);
                KeyUpdateCrashRun harness = new KeyUpdateCrashRun(folder, as)) {
            KeyUpdateCrashRun.KeyUpdateCrashReport report = harness.runUntilFault(MAX_TRIES);

            System.out.println("g1, planted early acknowledgement: " + report + ", such as " + report.faults());
            // The first if an interrupted update is lost, the second if an earlier one is.
            assertThat(report.faults())
                    .anyMatch(fault -> fault.contains("was acknowledged") || fault.contains("no key works"));
        }
    }

    private interface Trial {
        KeyUpdateCrashRun.KeyUpdateCrashReport run(KeyUpdateCrashRun harness) throws Exception;
    }

    private KeyUpdateCrashRun.KeyUpdateCrashReport runWithPowerLoss(Class<?> main, Trial trial) throws Exception {
        assumeTrue(ReliabilityRun.includesStore("sqlite"));
        assumeTrue(Strace.isInstalled(), "strace is not installed; scripts/test.sh installs it");
        RealmFixture folder = RealmFixture.create(temporary.resolve("realm"));
        Path trace = temporary.resolve("strace");
        JarLauncher launcher = launcher().wrappedBy(Strace.commandWritingTo(trace));
        KillableSqliteServer as = new KillableSqliteServer(
                folder.open().principalDatabase(), folder, arguments -> launcher.startServer(main, arguments));
        try (PowerLossServer cut = new PowerLossServer(folder, trace, as);
                KeyUpdateCrashRun harness = new KeyUpdateCrashRun(folder, cut)) {
            return trial.run(harness);
        }
    }

    private JarLauncher launcher() {
        return JarLauncher.shortLived(MultiProcessRealm.environment(temporary));
    }
}
