package hallpass.store;

import static hallpass.store.Samples.ALICE;
import static hallpass.store.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.realm.RealmProblem;
import hallpass.store.Place.InPostgres;
import hallpass.testkit.PostgresServer;
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

/** What a server that goes away and comes back does to those who use it. */
final class PostgresLineTest {
    private static final Duration NAMED_WITHIN = Duration.ofSeconds(3);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(5);
    private static final int WRITERS = 16;

    private static PostgresServer server;

    private InPostgres place;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void make() throws Exception {
        server.run();
        place = place(server.newDatabase(), server.password());
        NoteStore.create(place, NoteLimits.DEFAULT).close();
    }

    private static InPostgres place(String url, String password) {
        return new InPostgres(Postgres.at(url, Optional.of(password)), "hallpass_notes");
    }

    @Test
    void goesOnByItselfWhenTheServerWasRestarted() throws Exception {
        try (NoteStore notes = open()) {
            awaitPut(notes);
            server.stop();
            assertUnreachable(() -> notes.find(ALICE, "a"));
            assertThat(notes.trouble()).contains("waits for the store " + place.name());
            server.run();
            awaitFound(notes);
            assertThat(notes.trouble()).isEmpty();
        }
    }

    /** The numbers themselves: a machine that is slow adds its own time to them, for which the other tests have patience. */
    @Test
    void namesAServerWithinThreeSecondsAndLooksForItWithinFive() {
        assertThat(PostgresLine.LENDING).isLessThan(NAMED_WITHIN);
        assertThat(Postgres.PATIENCE).isLessThan(NAMED_WITHIN);
        assertThat(PostgresLine.LOOK_AGAIN.plus(Postgres.PATIENCE)).isLessThan(BACK_WITHIN);
    }

    @Test
    void goesOnByItselfWhenTheServerWasKilledUnderLoad() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        CountDownLatch allWrite = new CountDownLatch(WRITERS);
        AtomicBoolean killed = new AtomicBoolean();
        try (NoteStore notes = open()) {
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String name = "n" + i;
                writers.add(threads.submit(() -> writeUntilKilled(notes, name, allWrite::countDown, killed)));
            }
            assertThat(allWrite.await(1, TimeUnit.MINUTES)).isTrue();
            killed.set(true);
            server.kill();
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isNotNegative();
            }
            server.run();
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
    void namesAServerThatHangsAndGoesOnWhenItDoes() throws Exception {
        try (NoteStore notes = open()) {
            awaitPut(notes);
            server.freeze();
            try {
                assertUnreachable(() -> notes.find(ALICE, "a"));
                // Now it is known.
                assertUnreachable(() -> notes.find(ALICE, "a"));
            } finally {
                server.thaw();
            }
            awaitFound(notes);
        }
    }

    @Test
    void waitsForAServerThatIsLate() throws Exception {
        server.stop();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (NoteStore notes = open()) {
            assertUnreachable(() -> notes.find(ALICE, "a"));
            Future<Boolean> ready = threads.submit(() -> {
                notes.await(told::add);
                return true;
            });
            assertThat(told.take()).isEqualTo("waits for the store " + place.name());
            server.run();
            assertThat(ready.get()).isTrue();
            assertThat(notes.find(ALICE, "a")).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void losesOneConnectionWithoutLosingAll() throws Exception {
        try (NoteStore notes = open()) {
            awaitPut(notes);
            ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'hallpass' AND pid <> pg_backend_pid()");
            awaitFound(notes);
        }
    }

    @Test
    void doesNotPromiseThatNothingWasDoneWhereTheLineBreaksAtTheCommit() throws Exception {
        try (PostgresDatabase database =
                PostgresDatabase.open(place.server(), place.space(), Schema.NOTES, Place.Acceptance.OF_ANY)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.write(PostgresLineTest::loseTheLine))
                    .matches(e -> !e.isNothingDone())
                    .withMessageEndingWith("Whether the last write is stored is not known.");
        }
    }

    private static boolean loseTheLine(Handle handle) throws Exception {
        String own = handle.createQuery("SELECT pg_backend_pid()")
                .mapTo(String.class)
                .one();
        ask("SELECT pg_terminate_backend(" + own + ")");
        Awaitility.await()
                .until(() -> ask("SELECT count(*) FROM pg_stat_activity WHERE pid = " + own)
                        .equals("0"));
        return true;
    }

    @Test
    void saysWhatIsWrongWhereWaitingDoesNotHelp() {
        assertProblem(place(place.server().url(), "wrong"), "does not let this user in");
        assertProblem(place(server.url("nowhere"), server.password()), "does not exist on its server");
        assertProblem(
                new InPostgres(Postgres.at(place.server().url(), Optional.of(server.password())), "hallpass_other"),
                "none of Hallpass's notes");
    }

    @Test
    void refusesAServerThatForgets() throws Exception {
        ask("ALTER SYSTEM SET fsync = off");
        ask("SELECT pg_reload_conf()");
        try {
            Awaitility.await().until(() -> ask("SHOW fsync").equals("off"));
            assertProblem(place, "its settings are fsync off");
        } finally {
            ask("ALTER SYSTEM RESET fsync");
            ask("SELECT pg_reload_conf()");
            Awaitility.await().until(() -> ask("SHOW fsync").equals("on"));
        }
    }

    @Test
    void keepsItsPasswordToItself() {
        Postgres reached = place.server();
        assertThat(reached + reached.name() + place).doesNotContain(server.password());
    }

    /** Returns the last number that was acknowledged. */
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
                // A disk that stands still is told of, too: to that the writers go on.
                if (killed.get()) {
                    return acknowledged;
                }
            }
        }
    }

    private NoteStore open() throws RealmProblem {
        return NoteStore.open(place, NoteLimits.DEFAULT);
    }

    private static void assertUnreachable(Callable<?> request) {
        Awaitility.await()
                .untilAsserted(() -> assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(request::call)
                        .withMessageContaining("cannot be reached. See that PostgreSQL runs there"));
    }

    private static void awaitPut(NoteStore notes) {
        patiently().untilAsserted(() -> notes.put(ALICE, "a", "x", NOW));
    }

    private static void awaitFound(NoteStore notes) {
        awaitFound(notes, "a");
    }

    private static String awaitFound(NoteStore notes, String name) {
        return patiently()
                .until(() -> notes.find(ALICE, name), Optional::isPresent)
                .orElseThrow();
    }

    /** A store that is away says so: it is asked again. */
    private static ConditionFactory patiently() {
        return Awaitility.await().ignoreExceptionsInstanceOf(StoreException.class);
    }

    private static void assertProblem(Place place, String sentence) {
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> NoteStore.open(place, NoteLimits.DEFAULT))
                .withMessageContaining(sentence);
    }

    private static String ask(String sql) throws Exception {
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
