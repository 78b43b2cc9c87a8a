package hallpass.store;

import static hallpass.store.StoreTestSupport.ALICE;
import static hallpass.store.StoreTestSupport.BOB;
import static hallpass.store.StoreTestSupport.ENCRYPTION;
import static hallpass.store.StoreTestSupport.NOW;
import static hallpass.store.StoreTestSupport.RANDOM;
import static hallpass.store.StoreTestSupport.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.store.DatabaseLocation.SqliteFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Concurrency and durability of all stores, tested with the principal store. */
final class DatabaseTest extends SqlitePrincipalStoreTestBase {
    private static final int ROUNDS = 25;

    /** Started by the tests in a separate JVM. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Path file = folder.resolve("principals.db");
        Path keyFile = folder.resolve("master.key");
        switch (arguments[0]) {
            case "create" -> {
                MasterKey master = MasterKey.create(keyFile, RANDOM);
                try (PrincipalStore store = PrincipalStore.create(new SqliteFile(file), master)) {
                    store.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
                    System.out.print(StoreTestSupport.fileNames(folder));
                    StoreTestSupport.assertAllPrivate(folder);
                }
            }
            case "update" -> {
                try (PrincipalStore store = open(file, keyFile)) {
                    System.out.print(updateRepeatedly(store));
                }
            }
            case "listen" -> {
                ListAppender<ILoggingEvent> log = new ListAppender<>();
                log.start();
                ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
                try (PrincipalStore made =
                        PrincipalStore.create(new SqliteFile(file), MasterKey.create(keyFile, RANDOM))) {
                    made.add(PrincipalType.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
                }
                open(file, keyFile).close();
                log.list.forEach(event -> System.out.println(event.getLevel() + " " + event.getLoggerName()));
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "077"})
    void filesArePrivateUnderAnyUmask(String umask) throws Exception {
        Process process = StoreTestSupport.startJvm(umask, DatabaseTest.class, "", "create", folder);
        assertThat(StoreTestSupport.outputOf(process))
                .isEqualTo("[master.key, principals.db, principals.db-epoch, principals.db-shm, principals.db-wal]");
        StoreTestSupport.assertAllPrivate(folder);
        assertThat(StoreTestSupport.fileNames(folder))
                .containsExactly("master.key", "principals.db", "principals.db-epoch");
    }

    /** In a separate JVM, because other test classes cause warnings on purpose. */
    @Test
    void logsNoWarningsInNormalUse() throws Exception {
        String log =
                StoreTestSupport.outputOf(StoreTestSupport.startJvm("022", DatabaseTest.class, "", "listen", folder));
        // Only these loggers, which the processes' log configuration silences.
        assertThat(log.lines())
                .isNotEmpty()
                .allMatch(line -> line.matches("INFO (com\\.zaxxer\\.hikari|org\\.flywaydb)\\..*"));
    }

    @Test
    void opensWithoutFlyway() throws Exception {
        createWithAlice();
        assertThat(StoreTestSupport.outputOf(
                        StoreTestSupport.startJvm("022", DatabaseTest.class, "flyway", "update", folder)))
                .isEqualTo(Integer.toString(ROUNDS));
    }

    @Test
    void losesNoConcurrentUpdates() throws Exception {
        createWithAlice();
        List<Process> processes = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (PrincipalStore one = open(file, keyFile);
                PrincipalStore two = open(file, keyFile)) {
            processes.add(StoreTestSupport.startJvm("022", DatabaseTest.class, "", "update", folder));
            processes.add(StoreTestSupport.startJvm("022", DatabaseTest.class, "", "update", folder));
            Callable<Integer> first = () -> updateRepeatedly(one);
            Callable<Integer> second = () -> updateRepeatedly(two);
            for (Future<Integer> done : threads.invokeAll(List.of(first, second, first, second))) {
                assertThat(done.get()).isEqualTo(ROUNDS);
            }
            for (Process other : processes) {
                assertThat(StoreTestSupport.outputOf(other)).isEqualTo(Integer.toString(ROUNDS));
            }
            assertThat(one.find(ALICE).orElseThrow().key().version()).isEqualTo(1 + 6 * ROUNDS);
        } finally {
            threads.shutdownNow();
            processes.forEach(Process::destroyForcibly);
        }
        assertThat(StoreTestSupport.query(file, "PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void seesChangesOfOtherConnections() throws Exception {
        createWithAlice();
        try (PrincipalStore as = open(file, keyFile);
                PrincipalStore tgs = open(file, keyFile)) {
            as.replaceKey(ALICE, 1, ENCRYPTION, "", newKey(), NOW);
            assertThat(tgs.find(ALICE)).isEqualTo(as.find(ALICE));
            tgs.add(PrincipalType.USER, BOB, ENCRYPTION, "", newKey(), NOW);
            assertThat(as.find(BOB)).isPresent().isEqualTo(tgs.find(BOB));
        }
    }

    @Test
    void readsDuringWriteTransaction() throws Exception {
        createWithAlice();
        try (PrincipalStore store = open(file, keyFile);
                Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            writer.createStatement().execute("BEGIN IMMEDIATE");
            writer.createStatement().execute("DELETE FROM principal_keys");
            assertThat(store.find(ALICE)).isPresent();
        }
    }

    @Test
    void leavesNoReadTransactionOpen() throws Exception {
        createWithAlice();
        try (PrincipalStore store = open(file, keyFile)) {
            store.replaceKey(ALICE, 1, ENCRYPTION, "", newKey(), NOW);
            assertThat(store.find(ALICE)).isPresent();
            assertThat(StoreTestSupport.query(file, "PRAGMA wal_checkpoint(TRUNCATE)"))
                    .isEqualTo("0");
            assertThat(folder.resolve("principals.db-wal")).isEmptyFile();
        }
    }

    /** Replaces Alice's key until {@link #ROUNDS} replacements succeeded. */
    private static int updateRepeatedly(PrincipalStore store) {
        int done = 0;
        while (done < ROUNDS) {
            int version = StoreTestSupport.retryWhileBusy(() -> store.find(ALICE))
                    .orElseThrow()
                    .key()
                    .version();
            if (StoreTestSupport.retryWhileBusy(() -> store.replaceKey(ALICE, version, ENCRYPTION, "", newKey(), NOW))
                    .isPresent()) {
                done++;
            }
        }
        return done;
    }
}
