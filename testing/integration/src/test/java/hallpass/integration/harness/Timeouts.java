package hallpass.integration.harness;

import java.time.Duration;

/**
 * Deadlines of tests. A long run enforces the documented numbers; a build allows more time, because
 * its machine can be slow or stall for a minute.
 */
public final class Timeouts {
    /** For an error about an unreachable server: clients give up after 2.5 seconds. */
    public static final Duration REPORTED_WITHIN = deadline(Duration.ofSeconds(3), Duration.ofMinutes(2));

    private Timeouts() {}

    /** The documented duration in a long run, five minutes in a build. */
    public static Duration deadline(Duration documented) {
        return deadline(documented, Duration.ofMinutes(5));
    }

    private static Duration deadline(Duration documented, Duration inBuild) {
        return ReliabilityRun.isLong() ? documented : inBuild;
    }
}
