package hallpass.as.violation;

import java.time.Instant;
import java.util.function.LongSupplier;

/** Violates a rule: an exchange reads the clock. */
public final class ClockExchange {
    Instant answer() {
        return Instant.now();
    }

    /** Reads the clock in a lambda of a nested class. */
    public record NestedRecord(String name) {
        LongSupplier later() {
            return () -> System.nanoTime();
        }
    }
}
