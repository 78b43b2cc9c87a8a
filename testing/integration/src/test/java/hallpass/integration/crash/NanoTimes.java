package hallpass.integration.crash;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Moments by {@link System#nanoTime}, for what happens at random. */
final class NanoTimes {
    private NanoTimes() {}

    /** Any from now on. */
    static long randomWithin(Duration longest) {
        return System.nanoTime() + ThreadLocalRandom.current().nextLong(longest.toNanos());
    }

    static void sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
