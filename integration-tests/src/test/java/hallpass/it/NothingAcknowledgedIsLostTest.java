package hallpass.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.it.LaunchedJar.Launcher;
import hallpass.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** G1: no acknowledged key update, enrolment or revocation is lost, whenever a process is killed. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
// A hundred kills are long on a slow machine; each step of one has a limit of its own.
@Timeout(1800)
class NothingAcknowledgedIsLostTest {
    private static final int KILLS_IN_A_BUILD = 100;
    /** So that both cores of a small machine have something to do while a JVM starts. */
    private static final int REALMS = 2;

    @TempDir
    private Path temporary;

    @Test
    void noKeyUpdateOnSqlite() throws Exception {
        onEachMachine("sqlite", (machine, kills) -> {
            LabFolder folder = LabFolder.in(machine.resolve("realm"));
            try (VictimOnSqlite as = VictimOnSqlite.as(folder, launcher());
                    CutShort harness = new CutShort(folder, as)) {
                return harness.run(kills);
            }
        });
    }

    /** Some of the kills are of the database too, which therefore is this realm's own. */
    @Test
    void noKeyUpdateOnPostgres() throws Exception {
        onEachMachine("postgres", (machine, kills) -> {
            try (PostgresServer server = PostgresServer.start()) {
                String url = server.newDatabase();
                LabFolder folder = LabFolder.in(machine.resolve("realm"), Map.of(), server, url);
                try (VictimOnPostgres as = VictimOnPostgres.as(folder, launcher(), server, url);
                        CutShort harness = new CutShort(folder, as)) {
                    return harness.run(kills);
                }
            }
        });
    }

    private interface Realm {
        CutShort.Report cutShort(Path machine, int kills) throws Exception;
    }

    private void onEachMachine(String store, Realm realm) throws Exception {
        assumeTrue(Rounds.with(store));
        int kills = Math.max(1, Rounds.orInABuild(KILLS_IN_A_BUILD) / REALMS);
        List<Callable<CutShort.Report>> realms = new ArrayList<>();
        for (int i = 1; i <= REALMS; i++) {
            Path machine = Files.createDirectory(temporary.resolve("machine-" + i));
            realms.add(() -> realm.cutShort(machine, kills));
        }

        for (CutShort.Report report : together(realms)) {
            System.out.println("g1, " + store + ": " + report);
            assertThat(report.faults()).isEmpty();
            assertThat(report.kills()).isEqualTo(kills);
        }
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> done = new ArrayList<>();
            for (Future<T> task : threads.invokeAll(tasks)) {
                done.add(task.get());
            }
            return done;
        } finally {
            threads.shutdownNow();
        }
    }

    private Launcher launcher() {
        return Launcher.here(RealmOfJars.environment(temporary));
    }
}
