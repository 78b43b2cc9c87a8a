package hallpass.attack.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's clock, put forward or back by as much as is wanted. Safe for many threads. */
public final class ShiftedClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    /** @param by negative for behind */
    public void setAhead(Duration by) {
        ahead = by;
    }

    public void setRight() {
        ahead = Duration.ZERO;
    }

    public Duration ahead() {
        return ahead;
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead);
    }
}
