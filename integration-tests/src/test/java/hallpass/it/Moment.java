package hallpass.it;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Moments by {@link System#nanoTime}, for what happens at random. */
final class Moment {
    private Moment() {}

    /** Any from now on. */
    static long within(Duration longest) {
        return System.nanoTime() + ThreadLocalRandom.current().nextLong(longest.toNanos());
    }

    static void await(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
