package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.fixtures.PostgresServer;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
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

/** G1: no acknowledged key update is lost when a process is killed. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
// Each step of a kill has its own limit; a hundred kills take long on a slow machine.
@Timeout(1800)
class KeyUpdateDurabilityTest {
    private static final int DEFAULT_KILLS = 100;
    /** Two, to use both cores of a small machine while JVMs start. */
    private static final int REALMS = 2;

    @TempDir
    private Path temporary;

    @Test
    void survivesKillsOnSqlite() throws Exception {
        runInParallelRealms("sqlite", (machine, kills) -> {
            RealmFixture folder = RealmFixture.create(machine.resolve("realm"));
            try (KillableSqliteServer as = KillableSqliteServer.as(folder, launcher());
                    KeyUpdateCrashRun harness = new KeyUpdateCrashRun(folder, as)) {
                return harness.run(kills);
            }
        });
    }

    /** Not the shared database, because some kills include the database. */
    @Test
    void survivesKillsOnPostgres() throws Exception {
        runInParallelRealms("postgres", (machine, kills) -> {
            try (PostgresServer server = PostgresServer.start()) {
                String url = server.createDatabase();
                RealmFixture folder = RealmFixture.create(machine.resolve("realm"), Map.of(), server, url);
                try (KillablePostgresServer as = KillablePostgresServer.as(folder, launcher(), server, url);
                        KeyUpdateCrashRun harness = new KeyUpdateCrashRun(folder, as)) {
                    return harness.run(kills);
                }
            }
        });
    }

    private interface CrashScenario {
        KeyUpdateCrashRun.KeyUpdateCrashReport run(Path machine, int kills) throws Exception;
    }

    private void runInParallelRealms(String store, CrashScenario realm) throws Exception {
        assumeTrue(ReliabilityRun.includesStore(store));
        int kills = Math.max(1, ReliabilityRun.roundsOr(DEFAULT_KILLS) / REALMS);
        List<Callable<KeyUpdateCrashRun.KeyUpdateCrashReport>> realms = new ArrayList<>();
        for (int i = 1; i <= REALMS; i++) {
            Path machine = Files.createDirectory(temporary.resolve("machine-" + i));
            realms.add(() -> realm.run(machine, kills));
        }

        for (KeyUpdateCrashRun.KeyUpdateCrashReport report : runAll(realms)) {
            System.out.println("g1, " + store + ": " + report);
            assertThat(report.faults()).isEmpty();
            assertThat(report.kills()).isEqualTo(kills);
        }
    }

    private static <T> List<T> runAll(List<Callable<T>> tasks) throws Exception {
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

    private JarLauncher launcher() {
        return JarLauncher.shortLived(MultiProcessRealm.environment(temporary));
    }
}
