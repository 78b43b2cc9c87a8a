package hallpass.attack.lab;

import hallpass.crypto.Randomness;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The sources of time and randomness in a lab.
 *
 * @param randomness returns the random bytes of the given owner, independent of all other owners
 * @param clock the clock of clients
 * @param serverClock the clock of servers
 */
public record TimeAndRandomness(
        Function<String, Randomness> randomness, InstantSource clock, InstantSource serverClock) {
    /** The first instant of a seeded lab. */
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

    /** The system clock and secure random bytes. */
    public static TimeAndRandomness system() {
        return new TimeAndRandomness(owner -> Randomness.secure(), InstantSource.system(), InstantSource.system());
    }

    /** With a seed, repeats the same bytes and times for the same sequence of requests. */
    public static TimeAndRandomness seeded(Optional<Long> seed) {
        return seed.map(TimeAndRandomness::seeded).orElseGet(TimeAndRandomness::system);
    }

    /**
     * Each reading by a client advances the time by a millisecond. Readings by servers do not, so
     * that the speed and the order of concurrent servers have no effect.
     */
    private static TimeAndRandomness seeded(long seed) {
        AtomicLong readings = new AtomicLong();
        return new TimeAndRandomness(
                owner -> new SeededRandomness(seed, owner),
                () -> START.plusMillis(readings.incrementAndGet()),
                () -> START.plusMillis(readings.get()));
    }

    /** The same random bytes with the system clock, for servers in other processes. */
    public TimeAndRandomness withSystemClock() {
        return new TimeAndRandomness(randomness, InstantSource.system(), InstantSource.system());
    }
}
