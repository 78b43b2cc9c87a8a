package hallpass.attack.lab;

import hallpass.crypto.Randomness;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that follow from a seed, and a time that goes on by a millisecond whenever somebody who asks looks at the clock. What
 * servers do side by side, and how fast, changes neither.
 */
final class SeededTimeAndRandomness implements TimeAndRandomness {
    /** A morning of which the certificates and tickets of a lab may be. */
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

    private final long seed;
    private final AtomicLong readings = new AtomicLong();

    SeededTimeAndRandomness(long seed) {
        this.seed = seed;
    }

    @Override
    public Randomness randomness(String owner) {
        return new SeededRandomness(seed, owner);
    }

    @Override
    public InstantSource clock() {
        return () -> START.plusMillis(readings.incrementAndGet());
    }

    @Override
    public InstantSource serverClock() {
        return () -> START.plusMillis(readings.get());
    }
}
