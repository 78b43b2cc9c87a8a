package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.as.AsServer;
import hallpass.it.LaunchedJar.Launcher;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G1 when the power fails; and the harness finds what is lost where something is lost. */
class PowerCutTest {
    private static final int POWER_CUTS_IN_A_BUILD = 2;
    private static final int POWER_CUTS = 50;
    private static final int TRIES_TO_CATCH = 20;

    @TempDir
    private Path temporary;

    @Test
    void noKeyUpdateOnSqliteWhenThePowerIsCut() throws Exception {
        CutShort.Report report = cutThePower(
                AsServer.class, harness -> harness.run(Rounds.longForm() ? POWER_CUTS : POWER_CUTS_IN_A_BUILD));

        System.out.println("g1, sqlite, power cut: " + report);
        assertThat(report.faults()).isEmpty();
    }

    @Test
    void catchesDatabaseThatDoesNotSync() throws Exception {
        CutShort.Report report =
                cutThePower(PlantedAs.NeverSyncs.class, harness -> harness.runUntilCaught(TRIES_TO_CATCH));

        System.out.println("g1, planted synchronous=OFF: " + report + ", such as " + report.faults());
        assertThat(report.faults()).anyMatch(fault -> fault.contains("no key works"));
    }

    @Test
    void catchesAcknowledgementBeforeTheCommit() throws Exception {
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        VictimOnSqlite.Start start =
                arguments -> launcher().server(PlantedAs.AcknowledgesBeforeTheCommit.class, arguments);
        try (VictimOnSqlite as = new VictimOnSqlite(folder.open().principals(), folder, start);
                CutShort harness = new CutShort(folder, as)) {
            CutShort.Report report = harness.runUntilCaught(TRIES_TO_CATCH);

            System.out.println("g1, planted early acknowledgement: " + report + ", such as " + report.faults());
            // The one of an update in hand; the other of one before it, whose key was the only one that should work.
            assertThat(report.faults())
                    .anyMatch(fault -> fault.contains("was acknowledged") || fault.contains("no key works"));
        }
    }

    private interface Trial {
        CutShort.Report run(CutShort harness) throws Exception;
    }

    private CutShort.Report cutThePower(Class<?> main, Trial trial) throws Exception {
        assumeTrue(Rounds.with("sqlite"));
        assumeTrue(Strace.isHere(), "there is no strace here: scripts/test.sh installs it");
        LabFolder folder = LabFolder.in(temporary.resolve("realm"));
        Path trace = temporary.resolve("strace");
        Launcher launcher = launcher().behind(Strace.into(trace));
        VictimOnSqlite as =
                new VictimOnSqlite(folder.open().principals(), folder, arguments -> launcher.server(main, arguments));
        try (PowerCut cut = new PowerCut(folder, trace, as);
                CutShort harness = new CutShort(folder, cut)) {
            return trial.run(harness);
        }
    }

    private Launcher launcher() {
        return Launcher.here(RealmOfJars.environment(temporary));
    }
}
