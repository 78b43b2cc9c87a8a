package hallpass.as.violation;

import java.time.Instant;
import java.util.function.LongSupplier;

/** A fault on purpose: an exchange that reads the clock. */
public final class ClockExchange {
    Instant answer() {
        return Instant.now();
    }

    /** The same, less in the open. */
    public record NestedRecord(String name) {
        LongSupplier later() {
            return () -> System.nanoTime();
        }
    }
}
