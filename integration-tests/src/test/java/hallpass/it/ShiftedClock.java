package hallpass.it;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's clock, put forward or back by as much as a test wants. Safe for many threads. */
final class ShiftedClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    /** @param by negative for behind */
    void setAhead(Duration by) {
        ahead = by;
    }

    void setRight() {
        ahead = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead);
    }
}
