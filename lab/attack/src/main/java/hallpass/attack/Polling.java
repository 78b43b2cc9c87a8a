package hallpass.attack;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Polls for a state of another thread or process that sends no notification. */
final class Polling {
    private static final int INTERVAL_MILLIS = 5;

    private Polling() {}

    /** Waits until the condition holds and returns true, or returns false after the timeout. */
    static boolean waitUntil(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
        }
        return true;
    }
}
