package hallpass.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.fixtures.PostgresServer;
import hallpass.integration.crash.KeyUpdateCrashRun.KeyUpdateCrashReport;
import hallpass.integration.crash.SharedServerProcess.StoreCheck;
import hallpass.integration.harness.JarProcess;
import hallpass.integration.harness.JarProcess.JarLauncher;
import hallpass.integration.harness.MultiProcessRealm;
import hallpass.integration.harness.RealmFixture;
import hallpass.integration.harness.ReliabilityRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    /** Realms whose servers share a process and are killed together. */
    private static final int REALMS = 5;

    @TempDir
    private Path temporary;

    @Test
    void survivesKillsOnSqlite() throws Exception {
        assumeTrue(ReliabilityRun.includesStore("sqlite"));
        List<RealmFixture> folders = new ArrayList<>();
        Map<RealmFixture, StoreCheck> stores = new LinkedHashMap<>();
        for (int i = 1; i <= REALMS; i++) {
            RealmFixture folder = RealmFixture.create(temporary.resolve("realm-" + i));
            Path database = folder.open().principalDatabase();
            folders.add(folder);
            stores.put(folder, () -> KillableSqliteServer.problems(database));
        }
        try (KillableSqliteServer process = new KillableSqliteServer(
                folders.get(0).open().principalDatabase(), folders.get(0), arguments -> startServers(folders))) {
            assertThatNothingIsLost("sqlite", process, stores);
        }
    }

    /** Not the shared database, because some kills include the database. */
    @Test
    void survivesKillsOnPostgres() throws Exception {
        assumeTrue(ReliabilityRun.includesStore("postgres"));
        try (PostgresServer server = PostgresServer.start()) {
            List<RealmFixture> folders = new ArrayList<>();
            Map<RealmFixture, StoreCheck> stores = new LinkedHashMap<>();
            String url = "";
            for (int i = 1; i <= REALMS; i++) {
                url = server.createDatabase();
                String database = url;
                RealmFixture folder = RealmFixture.create(temporary.resolve("realm-" + i), Map.of(), server, database);
                folders.add(folder);
                stores.put(folder, () -> KillablePostgresServer.problems(server, database));
            }
            try (KillablePostgresServer process =
                    KillablePostgresServer.as(folders.get(0), arguments -> startServers(folders), server, url)) {
                assertThatNothingIsLost("postgres", process, stores);
            }
        }
    }

    private JarProcess startServers(List<RealmFixture> folders) throws IOException {
        return JarLauncher.shortLived(MultiProcessRealm.environment(temporary))
                .startServer(
                        AsServersMain.class,
                        folders.stream().map(folder -> folder.path().toString()).toArray(String[]::new));
    }

    private static void assertThatNothingIsLost(
            String store, KillableServer process, Map<RealmFixture, StoreCheck> stores) throws Exception {
        int kills = Math.max(1, ReliabilityRun.roundsOr(DEFAULT_KILLS) / REALMS);
        SharedServerProcess shared = new SharedServerProcess(process, stores.size());
        List<Callable<KeyUpdateCrashReport>> runs = new ArrayList<>();
        stores.forEach((folder, check) -> runs.add(() -> run(folder, shared, check, kills)));
        for (KeyUpdateCrashReport report : runAll(runs)) {
            System.out.println("g1, " + store + ": " + report);
            assertThat(report.faults()).isEmpty();
            assertThat(report.kills()).isEqualTo(kills);
        }
    }

    private static KeyUpdateCrashReport run(
            RealmFixture folder, SharedServerProcess shared, StoreCheck check, int kills) throws Exception {
        try (KeyUpdateCrashRun run = new KeyUpdateCrashRun(folder, shared.serverOf(check))) {
            return run.run(kills);
        } catch (Exception | AssertionError e) {
            shared.abandon();
            throw e;
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
}
