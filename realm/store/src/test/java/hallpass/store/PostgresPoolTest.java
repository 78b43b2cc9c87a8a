package hallpass.store;

import static hallpass.store.StoreTestSupport.ALICE;
import static hallpass.store.StoreTestSupport.NOW;
import static hallpass.store.StoreTestSupport.assertRealmError;
import static hallpass.store.StoreTestSupport.assertStoreError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.fixtures.PostgresServer;
import hallpass.store.DatabaseLocation.PostgresSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PostgresPoolTest {
    private static final Duration REPORTED_WITHIN = Duration.ofSeconds(3);
    private static final Duration RECONNECTED_WITHIN = Duration.ofSeconds(5);
    private static final int WRITERS = 16;

    private static PostgresServer server;

    private PostgresSchema location;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void createDatabase() throws Exception {
        server.restart();
        location = location(server.createDatabase(), server.password());
        NoteStore.create(location, NoteLimits.DEFAULT).close();
    }

    private static PostgresSchema location(String url, String password) {
        return new PostgresSchema(PostgresConnector.at(url, Optional.of(password)), "hallpass_notes");
    }

    @Test
    void reconnectsAfterServerRestart() throws Exception {
        try (NoteStore notes = open()) {
            awaitPut(notes);
            server.stop();
            assertUnreachable(() -> notes.find(ALICE, "a"));
            assertThat(notes.outage()).contains("waits for the store " + location.name());
            server.restart();
            awaitFound(notes);
            assertThat(notes.outage()).isEmpty();
        }
    }

    /** Checks the constants; the other tests tolerate a slow machine. */
    @Test
    void timeoutsMeetDocumentedLimits() {
        assertThat(PostgresPool.BORROW_TIMEOUT).isLessThan(REPORTED_WITHIN);
        assertThat(PostgresConnector.REQUEST_TIMEOUT).isLessThan(REPORTED_WITHIN);
        assertThat(PostgresPool.RECONNECT_INTERVAL.plus(PostgresConnector.REQUEST_TIMEOUT))
                .isLessThan(RECONNECTED_WITHIN);
    }

    @Test
    void reconnectsAfterServerIsKilledUnderLoad() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        CountDownLatch allWrite = new CountDownLatch(WRITERS);
        AtomicBoolean killed = new AtomicBoolean();
        try (NoteStore notes = open()) {
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String name = "n" + i;
                writers.add(threads.submit(() -> writeUntilKilled(notes, name, allWrite::countDown, killed)));
            }
            assertThat(allWrite.await(5, TimeUnit.MINUTES)).isTrue();
            killed.set(true);
            server.kill();
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isNotNegative();
            }
            server.restart();
            for (int i = 0; i < WRITERS; i++) {
                int stored = Integer.parseInt(awaitFound(notes, "n" + i));
                assertThat(stored).isGreaterThanOrEqualTo(writers.get(i).get());
            }
        } finally {
            killed.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void reportsHangingServerAndRecovers() throws Exception {
        try (NoteStore notes = open()) {
            awaitPut(notes);
            server.suspend();
            try {
                assertUnreachable(() -> notes.find(ALICE, "a"));
                // Again, with an open circuit breaker.
                assertUnreachable(() -> notes.find(ALICE, "a"));
            } finally {
                server.resume();
            }
            awaitFound(notes);
        }
    }

    @Test
    void waitsForServerThatStartsLate() throws Exception {
        server.stop();
        BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (NoteStore notes = open()) {
            assertUnreachable(() -> notes.find(ALICE, "a"));
            Future<Boolean> ready = threads.submit(() -> {
                notes.awaitAvailable(reasons::add);
                return true;
            });
            assertThat(reasons.take()).isEqualTo("waits for the store " + location.name());
            server.restart();
            assertThat(ready.get()).isTrue();
            assertThat(notes.find(ALICE, "a")).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void survivesLossOfConnections() throws Exception {
        try (NoteStore notes = open()) {
            awaitPut(notes);
            query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'hallpass' AND pid <> pg_backend_pid()");
            awaitFound(notes);
        }
    }

    @Test
    void reportsUnknownOutcomeWhenConnectionBreaksAtCommit() throws Exception {
        try (PostgresDatabase database = PostgresDatabase.open(
                location.server(), location.schemaName(), DatabaseSchema.NOTES, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.write(PostgresPoolTest::terminateConnection))
                    .matches(e -> !e.isSafeToRetry())
                    .withMessageEndingWith("It is unknown whether the last write is stored.");
        }
    }

    private static boolean terminateConnection(Handle handle) throws Exception {
        String backendPid = handle.createQuery("SELECT pg_backend_pid()")
                .mapTo(String.class)
                .one();
        query("SELECT pg_terminate_backend(" + backendPid + ")");
        Awaitility.await()
                .until(() -> query("SELECT count(*) FROM pg_stat_activity WHERE pid = " + backendPid)
                        .equals("0"));
        return true;
    }

    @Test
    void failsAtOnceOnPermanentProblems() {
        assertProblem(location(location.server().url(), "wrong"), RealmError.DATABASE_ACCESS_DENIED);
        assertProblem(location(server.url("nowhere"), server.password()), RealmError.DATABASE_MISSING);
        assertProblem(
                new PostgresSchema(
                        PostgresConnector.at(location.server().url(), Optional.of(server.password())),
                        "hallpass_other"),
                RealmError.REALM_INCOMPLETE);
    }

    @Test
    void refusesServerWithoutFsync() throws Exception {
        query("ALTER SYSTEM SET fsync = off");
        query("SELECT pg_reload_conf()");
        try {
            Awaitility.await().until(() -> query("SHOW fsync").equals("off"));
            assertProblem(location, RealmError.UNSAFE_DATABASE_SETTINGS);
        } finally {
            query("ALTER SYSTEM RESET fsync");
            query("SELECT pg_reload_conf()");
            Awaitility.await().until(() -> query("SHOW fsync").equals("on"));
        }
    }

    @Test
    void toStringDoesNotRevealPassword() {
        PostgresConnector reached = location.server();
        assertThat(reached + reached.name() + location).doesNotContain(server.password());
    }

    /** Returns the last number whose write succeeded. */
    private static int writeUntilKilled(NoteStore notes, String name, Runnable written, AtomicBoolean killed)
            throws NoteLimitException {
        int acknowledged = -1;
        for (int i = 0; ; i++) {
            try {
                notes.put(ALICE, name, Integer.toString(i), NOW);
                if (acknowledged < 0) {
                    written.run();
                }
                acknowledged = i;
            } catch (StoreException e) {
                // A slow disk is reported in the same way, and does not end the test.
                if (killed.get()) {
                    return acknowledged;
                }
            }
        }
    }

    private NoteStore open() throws RealmException {
        return NoteStore.open(location, NoteLimits.DEFAULT);
    }

    private static void assertUnreachable(Callable<?> request) {
        Awaitility.await().untilAsserted(() -> assertStoreError(RealmError.DATABASE_UNREACHABLE, request::call));
    }

    private static void awaitPut(NoteStore notes) {
        awaitIgnoringOutages().untilAsserted(() -> notes.put(ALICE, "a", "x", NOW));
    }

    private static void awaitFound(NoteStore notes) {
        awaitFound(notes, "a");
    }

    private static String awaitFound(NoteStore notes, String name) {
        return awaitIgnoringOutages()
                .until(() -> notes.find(ALICE, name), Optional::isPresent)
                .orElseThrow();
    }

    private static ConditionFactory awaitIgnoringOutages() {
        return Awaitility.await().ignoreExceptionsInstanceOf(StoreException.class);
    }

    private static void assertProblem(DatabaseLocation location, RealmError error) {
        assertRealmError(error, () -> NoteStore.open(location, NoteLimits.DEFAULT));
    }

    private static String query(String sql) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(server.url("hallpass"), "hallpass", server.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            return statement.getResultSet().next() ? statement.getResultSet().getString(1) : "";
        }
    }
}
