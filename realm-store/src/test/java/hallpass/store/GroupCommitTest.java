package hallpass.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.realm.RealmProblem;
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

/** What writers who share a commit are promised. */
final class GroupCommitTest {
    private static final String INSERT = "INSERT INTO replays (acceptor, until, digest) VALUES (?, 0, x'00')";

    @TempDir
    private Path folder;

    /** Another class's writers may wait at the same time, in this JVM. */
    private final Set<Thread> own = ConcurrentHashMap.newKeySet();

    private final ExecutorService threads = Executors.newCachedThreadPool(this::newThread);
    private Database database;

    @BeforeEach
    void create() throws Exception {
        Place place = new Place.InFile(folder.resolve("replays.db"));
        place.make(Schema.REPLAYS, Place.FirstContent.NONE);
        database = place.open(Schema.REPLAYS, Place.Acceptance.OF_ANY);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void doesTogetherWhatComesWhileACommitIsUnderWay() throws Exception {
        Held first = hold("first");
        List<Future<Integer>> others = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            others.add(threads.submit(() -> insert(name)));
        }
        awaitParked(3);
        first.letGo();
        for (Future<Integer> other : others) {
            assertThat(other.get()).isEqualTo(1);
        }
        assertThat(names()).containsExactly("a", "b", "c", "first");
    }

    @Test
    void undoesOnlyTheWorkThatFails() throws Exception {
        Held first = hold("first");
        Future<Integer> good = threads.submit(() -> insert("good"));
        Future<Integer> refused = threads.submit(() -> database.<Integer, RealmProblem>write(handle -> {
            insertWith(handle, "refused");
            throw new RealmProblem("no");
        }));
        Future<Integer> broken = threads.submit(() -> insertTwice("broken"));
        Future<Integer> thrown = threads.submit(() -> database.<Integer, RuntimeException>write(handle -> {
            insertWith(handle, "thrown");
            throw new AssertionError("planted");
        }));
        awaitParked(4);
        first.letGo();
        assertThat(good.get()).isEqualTo(1);
        assertFails(refused, RealmProblem.class);
        assertFails(broken, StoreException.class);
        assertFails(thrown, AssertionError.class);
        assertThat(names()).containsExactly("first", "good");
    }

    @Test
    void answersNobodyWhenTheCommitFails() throws Exception {
        Held first = hold("first");
        Future<Integer> good = threads.submit(() -> insert("good"));
        awaitParked(1);
        // What SQLite does by itself when the disk is full: the savepoints of all are gone.
        Future<Integer> fatal =
                threads.submit(() -> database.<Integer, RuntimeException>write(handle -> handle.execute("ROLLBACK")));
        awaitParked(2);
        first.letGo();
        assertFails(good, StoreException.class);
        assertFails(fatal, StoreException.class);
        assertThat(names()).containsExactly("first");
        assertThat(insert("later")).isEqualTo(1);
    }

    @Test
    void isAnsweredOnlyWhenItsWorkIsCommitted() throws Exception {
        for (int i = 0; i < 20; i++) {
            insert("n" + i);
            assertThat(Samples.ask(folder.resolve("replays.db"), "SELECT COUNT(*) FROM replays"))
                    .isEqualTo(Integer.toString(i + 1));
        }
    }

    @Test
    void makesAWriteWithinAWriteAPartOfIt() {
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> database.<Integer, RealmProblem>write(handle -> {
                    insert("inner");
                    assertThat(names()).containsExactly("inner");
                    throw new RealmProblem("no");
                }));
        assertThat(names()).isEmpty();
    }

    @Test
    void undoesAFailedWriteWithinAWriteAlone() {
        database.<Integer, RuntimeException>write(handle -> {
            insertWith(handle, "before");
            assertThatThrownBy(() -> insertTwice("inner")).isInstanceOf(StoreException.class);
            return insertWith(handle, "after");
        });
        assertThat(names()).containsExactly("after", "before");
    }

    @Test
    void losesNoWriteOfManyThreads() throws Exception {
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
    void doesTheWorkOfAThreadThatIsInterruptedWhileItWaits() throws Exception {
        Held first = hold("first");
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
        first.letGo();
        waiting.join();
        assertThat(interrupted.getCount()).isZero();
        assertThat(names()).containsExactly("first", "waiting");
    }

    /** A write that stands still within its transaction. */
    private record Held(CountDownLatch gate, Future<Integer> write) {
        void letGo() throws Exception {
            gate.countDown();
            write.get();
        }
    }

    private Held hold(String name) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Future<Integer> write = threads.submit(() -> database.<Integer, InterruptedException>write(handle -> {
            begun.countDown();
            release.await();
            return insertWith(handle, name);
        }));
        begun.await();
        return new Held(release, write);
    }

    private void awaitParked(int count) {
        Awaitility.await()
                .until(() -> own.stream().filter(GroupCommitTest::isParked).count() == count);
    }

    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && List.of(thread.getStackTrace()).toString().contains("awaitLead");
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work);
        own.add(thread);
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
