package hallpass.integration.crash;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Random points in time, as {@link System#nanoTime} values. */
final class NanoTimes {
    private NanoTimes() {}

    /** Returns a time between now and {@code longest} from now. */
    static long randomWithin(Duration longest) {
        return System.nanoTime() + ThreadLocalRandom.current().nextLong(longest.toNanos());
    }

    static void sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
