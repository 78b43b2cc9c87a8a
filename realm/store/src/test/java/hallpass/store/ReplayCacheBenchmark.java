package hallpass.store;

import com.sun.management.OperatingSystemMXBean;
import hallpass.crypto.AesEcb;
import hallpass.crypto.KeyUsage;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.wire.Bytes;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures the cost of a durable replay cache; run by {@code scripts/bench-replay.sh}. Only figures
 * of the same run are comparable. {@link ReplayCacheSizeTest} measures its size.
 */
public final class ReplayCacheBenchmark {
    private static final int[] THREADS = {1, 8, 32, 64};
    private static final Duration WARM_UP_TIME = Duration.ofSeconds(2);
    private static final Duration MEASUREMENT_TIME = Duration.ofSeconds(4);
    private static final AtomicLong CLAIM_COUNTER = new AtomicLong();
    private static final SymmetricKey KEY = SymmetricKey.random("K", 16, Randomness.secure());

    private ReplayCacheBenchmark() {}

    public static void main(String... arguments) throws Exception {
        Path folder = Files.createTempDirectory("bench-replay");
        System.out.println("requests a second, CPU of this process for each, time for one");
        System.out.println(
                "                     1 thread               8 threads              32 threads             64 threads");
        printRow("guard off", ReplayCache.DISABLED);
        for (DatabaseKind kind : DatabaseKind.values()) {
            try (ReplayStore store = ReplayStore.create(kind.location(folder, "replays"))) {
                printRow(kind.name().toLowerCase(Locale.ROOT), store.replays("bench", InstantSource.system()));
            }
        }
        System.exit(0);
    }

    private static void printRow(String title, ReplayCache cache) throws Exception {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-12s", title));
        for (int threads : THREADS) {
            measure(cache, threads, WARM_UP_TIME);
            row.append(measure(cache, threads, MEASUREMENT_TIME));
        }
        System.out.println(row);
    }

    private record Measurement(double rate, double cpuMicros, double latencyMicros) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, " %,8.0f/s %3.0f us %6.0f us", rate, cpuMicros, latencyMicros);
        }
    }

    private static Measurement measure(ReplayCache cache, int threads, Duration span) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long end = System.nanoTime() + span.toNanos();
        long cpu = processCpuNanos();
        long begun = System.nanoTime();
        try {
            List<Future<Long>> all = pool.invokeAll(Collections.nCopies(threads, claimLoop(cache, end)));
            long claims = 0;
            for (Future<Long> one : all) {
                claims += one.get();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Measurement(
                    claims / seconds, (processCpuNanos() - cpu) / 1e3 / claims, threads * seconds * 1e6 / claims);
        } finally {
            pool.shutdown();
        }
    }

    /** Decrypts and encrypts as much as a TGS-REQ does, and claims one authenticator. */
    private static Callable<Long> claimLoop(ReplayCache cache, long end) {
        return () -> {
            AesEcb suite = new AesEcb();
            byte[] part = new byte[200];
            long claims = 0;
            while (System.nanoTime() < end) {
                byte[] sealed = suite.seal(KEY, KeyUsage.TICKET, () -> new byte[0], part);
                suite.open(KEY, KeyUsage.TICKET, () -> new byte[0], sealed);
                claim(cache, Instant.now().plusSeconds(600));
                suite.seal(KEY, KeyUsage.TICKET, () -> new byte[0], part);
                suite.seal(KEY, KeyUsage.TICKET, () -> new byte[0], part);
                claims++;
            }
            return claims;
        };
    }

    private static void claim(ReplayCache cache, Instant until) {
        try {
            cache.claim(
                    Bytes.of(ByteBuffer.allocate(Long.BYTES)
                            .putLong(CLAIM_COUNTER.incrementAndGet())
                            .array()),
                    until);
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    private static long processCpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
