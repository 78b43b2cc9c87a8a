package hallpass.attack;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process does, where nothing tells that it is done. */
final class Polling {
    private static final int INTERVAL_MILLIS = 5;

    private Polling() {}

    /** Returns once it is so, or after this long; whether it is so. */
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
