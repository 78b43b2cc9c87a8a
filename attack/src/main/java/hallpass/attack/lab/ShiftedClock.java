package hallpass.attack.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock, put forward or back by as much as is wanted. Safe for many threads. */
public final class ShiftedClock implements InstantSource {
    private final InstantSource right;
    private volatile Duration ahead = Duration.ZERO;

    /** Of the system's. */
    public ShiftedClock() {
        this(InstantSource.system());
    }

    /** @param right what it shows until it is put forward, or back */
    public ShiftedClock(InstantSource right) {
        this.right = right;
    }

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
        return right.instant().plus(ahead);
    }
}
