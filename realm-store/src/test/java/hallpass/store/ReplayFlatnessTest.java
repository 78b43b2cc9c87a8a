package hallpass.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.testkit.ScriptedClock;
import hallpass.wire.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** G3: a replay cache is as large as what it has to remember, however much that was before. */
@ParameterizedClass
@EnumSource
final class ReplayFlatnessTest {
    private static final boolean LONG_FORM = System.getProperty("hallpass.rounds") != null;
    /** A million in the long form of 10,000 rounds. */
    private static final int CLAIMS = 100 * Integer.getInteger("hallpass.rounds", 20);

    private static final int TENTHS = 10;
    private static final int SECONDS = 1000;
    private static final Duration LIFE = Duration.ofSeconds(10);
    /** Life, grace, and what the sweeps are behind by. */
    private static final int SECONDS_REMEMBERED = 10 + 60 + 5;

    private static final int NOT_SWEPT_YET = 2 * 256;
    /** Those over SQLite share commits; over PostgreSQL there are as many connections. */
    private static final Map<StoreKind, Integer> THREADS = Map.of(StoreKind.SQLITE, 64, StoreKind.POSTGRESQL, 8);

    @Parameter
    private StoreKind kind;

    @TempDir
    private Path folder;

    /** In the past: what is over must be so by the database's own clock too. */
    private final ScriptedClock clock = new ScriptedClock(Instant.parse("2026-01-01T00:00:00Z"));

    private Place place;
    private ExecutorService threads;
    private ReplayStore store;
    private ReplayCache cache;
    private long claimed;

    @BeforeEach
    void create() throws Exception {
        String name = kind.name().toLowerCase(Locale.ROOT);
        assumeTrue(name.startsWith(System.getProperty("hallpass.store", name)));
        place = kind.place(folder, "replays_tgs");
        store = ReplayStore.create(place);
        cache = store.replays("flat", clock);
        threads = Executors.newFixedThreadPool(THREADS.get(kind));
    }

    @AfterEach
    void close() {
        if (store != null) {
            threads.shutdownNow();
            store.close();
        }
    }

    private record Size(long rows, long bytes) {}

    @Test
    void isAsLargeAfterAllThatExpiredAsAfterTheFirst() throws Exception {
        List<Size> sizes = new ArrayList<>();
        for (int tenth = 0; tenth < TENTHS; tenth++) {
            for (int second = 0; second < SECONDS / TENTHS; second++) {
                clock.advance(Duration.ofSeconds(1));
                claim(CLAIMS / SECONDS);
            }
            sizes.add(size());
        }

        System.out.printf(
                Locale.ROOT,
                "g3, %s: %,d claims that expired: %,d rows and %,d KiB after a tenth of them, %,d rows and %,d KiB after all;"
                        + " %,d KiB at the most%n",
                kind.name().toLowerCase(Locale.ROOT),
                claimed,
                sizes.get(0).rows,
                sizes.get(0).bytes / 1024,
                sizes.get(TENTHS - 1).rows,
                sizes.get(TENTHS - 1).bytes / 1024,
                most(sizes) / 1024);
        assertThat(sizes)
                .allSatisfy(size -> assertThat(size.rows)
                        .isLessThanOrEqualTo((long) SECONDS_REMEMBERED * CLAIMS / SECONDS + NOT_SWEPT_YET));
        // A few claims do not fill what both databases keep free for the next ones.
        if (LONG_FORM) {
            assertThat(most(sizes.subList(TENTHS / 2, TENTHS)))
                    .as("of %s", sizes)
                    .isLessThanOrEqualTo(most(sizes.subList(0, TENTHS / 2)) * 3 / 2);
        }
    }

    private static long most(List<Size> sizes) {
        return sizes.stream().mapToLong(Size::bytes).max().orElseThrow();
    }

    private void claim(int count) throws Exception {
        List<Callable<Boolean>> claims = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Bytes sealed =
                    Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(++claimed).array());
            claims.add(() -> Samples.<Boolean, Refusal>patiently(() -> {
                cache.claim(sealed, clock.instant().plus(LIFE));
                return true;
            }));
        }
        for (Future<Boolean> done : threads.invokeAll(claims)) {
            done.get();
        }
    }

    /** PostgreSQL's as its autovacuum leaves it, once a minute. */
    private Size size() throws Exception {
        try (Database database = place.open(Schema.REPLAYS, Place.Acceptance.OF_ANY)) {
            long rows = number(database, "SELECT COUNT(*) FROM replays");
            return new Size(
                    rows,
                    kind == StoreKind.POSTGRESQL
                            ? number(database, "SELECT pg_total_relation_size('replays')")
                            : bytesOfFiles());
        }
    }

    private static long number(Database database, String question) {
        return database.<Long, RuntimeException>read(
                handle -> handle.createQuery(question).mapTo(Long.class).one());
    }

    /** The database and its log. */
    private long bytesOfFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
