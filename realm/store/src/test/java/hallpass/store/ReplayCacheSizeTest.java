package hallpass.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hallpass.fixtures.ManualClock;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
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

/** Guarantee G3: the size of a replay cache depends only on the unexpired claims. */
@ParameterizedClass
@EnumSource
final class ReplayCacheSizeTest {
    private static final boolean LONG_RUN = System.getProperty("hallpass.rounds") != null;
    /** A million claims in the long form, which has 10,000 rounds. */
    private static final int CLAIMS = 100 * Integer.getInteger("hallpass.rounds", 20);

    private static final int TENTHS = 10;
    private static final int SECONDS = 1000;
    private static final Duration LIFETIME = Duration.ofSeconds(10);
    /** Lifetime, grace period, and the delay of the sweeps. */
    private static final int RETENTION_SECONDS = 10 + 60 + 5;

    private static final int SWEEP_BACKLOG = 2 * 256;
    /** On SQLite the threads share commits; on PostgreSQL each has a connection. */
    private static final Map<DatabaseKind, Integer> THREADS =
            Map.of(DatabaseKind.SQLITE, 64, DatabaseKind.POSTGRESQL, 8);

    @Parameter
    private DatabaseKind kind;

    @TempDir
    private Path folder;

    /** In the past, because a claim must also be expired by the clock of the database host. */
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));

    private DatabaseLocation location;
    private ExecutorService threads;
    private ReplayStore store;
    private ReplayCache cache;
    private long claimed;

    @BeforeEach
    void create() throws Exception {
        String name = kind.name().toLowerCase(Locale.ROOT);
        assumeTrue(name.startsWith(System.getProperty("hallpass.store", name)));
        location = kind.location(folder, "replays_tgs");
        store = ReplayStore.create(location);
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

    private record CacheSize(long rows, long bytes) {}

    @Test
    void sizeDoesNotGrowWithExpiredClaims() throws Exception {
        List<CacheSize> sizes = new ArrayList<>();
        for (int tenth = 0; tenth < TENTHS; tenth++) {
            for (int second = 0; second < SECONDS / TENTHS; second++) {
                clock.advance(Duration.ofSeconds(1));
                claim(CLAIMS / SECONDS);
            }
            sizes.add(measure());
        }

        System.out.printf(
                Locale.ROOT,
                "g3, %s: %,d expired claims: %,d rows and %,d KiB after a tenth, "
                        + "%,d rows and %,d KiB after all, at most %,d KiB%n",
                kind.name().toLowerCase(Locale.ROOT),
                claimed,
                sizes.get(0).rows,
                sizes.get(0).bytes / 1024,
                sizes.get(TENTHS - 1).rows,
                sizes.get(TENTHS - 1).bytes / 1024,
                maxBytes(sizes) / 1024);
        assertThat(sizes)
                .allSatisfy(size -> assertThat(size.rows)
                        .isLessThanOrEqualTo((long) RETENTION_SECONDS * CLAIMS / SECONDS + SWEEP_BACKLOG));
        // The short form does not fill the free pages that both databases keep.
        if (LONG_RUN) {
            assertThat(maxBytes(sizes.subList(TENTHS / 2, TENTHS)))
                    .as("of %s", sizes)
                    .isLessThanOrEqualTo(maxBytes(sizes.subList(0, TENTHS / 2)) * 3 / 2);
        }
    }

    private static long maxBytes(List<CacheSize> sizes) {
        return sizes.stream().mapToLong(CacheSize::bytes).max().orElseThrow();
    }

    private void claim(int count) throws Exception {
        List<Callable<Boolean>> claims = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Bytes sealed =
                    Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(++claimed).array());
            claims.add(() -> StoreTestSupport.<Boolean, Refusal>retryWhileBusy(() -> {
                cache.claim(sealed, clock.instant().plus(LIFETIME));
                return true;
            }));
        }
        for (Future<Boolean> done : threads.invokeAll(claims)) {
            done.get();
        }
    }

    /** PostgreSQL's size depends on its autovacuum, which runs once a minute. */
    private CacheSize measure() throws Exception {
        try (Database database = location.open(DatabaseSchema.REPLAYS, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            long rows = queryNumber(database, "SELECT COUNT(*) FROM replays");
            return new CacheSize(
                    rows,
                    kind == DatabaseKind.POSTGRESQL
                            ? queryNumber(database, "SELECT pg_total_relation_size('replays')")
                            : bytesOfFiles());
        }
    }

    private static long queryNumber(Database database, String question) {
        return database.<Long, RuntimeException>read(
                handle -> handle.createQuery(question).mapTo(Long.class).one());
    }

    private long bytesOfFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
