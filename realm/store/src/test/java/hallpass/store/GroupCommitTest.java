package hallpass.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GroupCommitTest {
    private static final String INSERT = "INSERT INTO replays (acceptor, until, digest) VALUES (?, 0, x'00')";

    @TempDir
    private Path folder;

    /** Excludes the threads of test classes that run in parallel. */
    private final Set<Thread> ownThreads = ConcurrentHashMap.newKeySet();

    private final ExecutorService threads = Executors.newCachedThreadPool(this::newThread);
    private Database database;

    @BeforeEach
    void create() throws Exception {
        DatabaseLocation location = new DatabaseLocation.SqliteFile(folder.resolve("replays.db"));
        location.create(DatabaseSchema.REPLAYS, DatabaseLocation.InitialContent.EMPTY);
        database = location.open(DatabaseSchema.REPLAYS, DatabaseLocation.Verifier.ACCEPT_ALL);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void commitsWaitingWritesTogether() throws Exception {
        HeldWrite held = hold("first");
        List<Future<Integer>> others = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            others.add(threads.submit(() -> insert(name)));
        }
        awaitParked(3);
        held.release();
        for (Future<Integer> other : others) {
            assertThat(other.get()).isEqualTo(1);
        }
        assertThat(names()).containsExactly("a", "b", "c", "first");
    }

    @Test
    void rollsBackOnlyFailedWrites() throws Exception {
        HeldWrite held = hold("first");
        Future<Integer> good = threads.submit(() -> insert("good"));
        Future<Integer> refused = threads.submit(() -> database.<Integer, RealmException>write(handle -> {
            insertWith(handle, "refused");
            throw new RealmException(RealmError.DISK_FULL, "", "no");
        }));
        Future<Integer> broken = threads.submit(() -> insertTwice("broken"));
        Future<Integer> thrown = threads.submit(() -> database.<Integer, RuntimeException>write(handle -> {
            insertWith(handle, "thrown");
            throw new AssertionError("planted");
        }));
        awaitParked(4);
        held.release();
        assertThat(good.get()).isEqualTo(1);
        assertFails(refused, RealmException.class);
        assertFails(broken, StoreException.class);
        assertFails(thrown, AssertionError.class);
        assertThat(names()).containsExactly("first", "good");
    }

    @Test
    void failsAllWritesWhenCommitFails() throws Exception {
        HeldWrite held = hold("first");
        Future<Integer> good = threads.submit(() -> insert("good"));
        awaitParked(1);
        // SQLite rolls back in the same way when the disk is full, and all savepoints are gone.
        Future<Integer> fatal =
                threads.submit(() -> database.<Integer, RuntimeException>write(handle -> handle.execute("ROLLBACK")));
        awaitParked(2);
        held.release();
        assertFails(good, StoreException.class);
        assertFails(fatal, StoreException.class);
        assertThat(names()).containsExactly("first");
        assertThat(insert("later")).isEqualTo(1);
    }

    @Test
    void returnsOnlyAfterCommit() throws Exception {
        for (int i = 0; i < 20; i++) {
            insert("n" + i);
            assertThat(StoreTestSupport.query(folder.resolve("replays.db"), "SELECT COUNT(*) FROM replays"))
                    .isEqualTo(Integer.toString(i + 1));
        }
    }

    @Test
    void nestedWriteJoinsOuterTransaction() {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> database.<Integer, RealmException>write(handle -> {
                    insert("inner");
                    assertThat(names()).containsExactly("inner");
                    throw new RealmException(RealmError.DISK_FULL, "", "no");
                }));
        assertThat(names()).isEmpty();
    }

    @Test
    void rollsBackFailedNestedWriteOnly() {
        database.<Integer, RuntimeException>write(handle -> {
            insertWith(handle, "before");
            assertThatThrownBy(() -> insertTwice("inner")).isInstanceOf(StoreException.class);
            return insertWith(handle, "after");
        });
        assertThat(names()).containsExactly("after", "before");
    }

    @Test
    void losesNoWritesOfManyThreads() throws Exception {
        List<Future<Integer>> all = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            String name = "t" + thread + "-";
            all.add(threads.submit(() -> {
                int done = 0;
                for (int i = 0; i < 50; i++) {
                    done += insert(name + i);
                }
                return done;
            }));
        }
        for (Future<Integer> one : all) {
            assertThat(one.get()).isEqualTo(50);
        }
        assertThat(names()).hasSize(16 * 50);
    }

    @Test
    void completesWriteOfInterruptedThread() throws Exception {
        HeldWrite held = hold("first");
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread waiting = newThread(() -> {
            insert("waiting");
            if (Thread.currentThread().isInterrupted()) {
                interrupted.countDown();
            }
        });
        waiting.start();
        awaitParked(1);
        waiting.interrupt();
        held.release();
        waiting.join();
        assertThat(interrupted.getCount()).isZero();
        assertThat(names()).containsExactly("first", "waiting");
    }

    /** A write that blocks within its transaction. */
    private record HeldWrite(CountDownLatch gate, Future<Integer> write) {
        void release() throws Exception {
            gate.countDown();
            write.get();
        }
    }

    private HeldWrite hold(String name) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<Integer> write = threads.submit(() -> database.<Integer, InterruptedException>write(handle -> {
            begun.countDown();
            release.await();
            return insertWith(handle, name);
        }));
        begun.await();
        return new HeldWrite(release, write);
    }

    private void awaitParked(int count) {
        Awaitility.await()
                .until(() ->
                        ownThreads.stream().filter(GroupCommitTest::isParked).count() == count);
    }

    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && List.of(thread.getStackTrace()).toString().contains("awaitLead");
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work);
        ownThreads.add(thread);
        return thread;
    }

    private int insert(String name) {
        return database.<Integer, RuntimeException>write(handle -> insertWith(handle, name));
    }

    private int insertWith(Handle handle, String name) {
        return database.execute(handle, INSERT, name);
    }

    private int insertTwice(String name) {
        return database.<Integer, RuntimeException>write(handle -> insertWith(handle, name) + insertWith(handle, name));
    }

    private List<String> names() {
        return database.read(handle -> handle.createQuery("SELECT acceptor FROM replays ORDER BY acceptor")
                .mapTo(String.class)
                .list());
    }

    private static void assertFails(Future<?> future, Class<? extends Throwable> failure) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(future::get)
                .withCauseInstanceOf(failure);
    }
}
