package hallpass.attack.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock, put forward or back by as much as is wanted. Safe for many threads. */
public final class OffsetClock implements InstantSource {
    private final InstantSource base;
    private volatile Duration offset = Duration.ZERO;

    /** Of the system's. */
    public OffsetClock() {
        this(InstantSource.system());
    }

    /** @param base what it shows until it is put forward, or back */
    public OffsetClock(InstantSource base) {
        this.base = base;
    }

    /** @param newOffset negative for behind */
    public void setOffset(Duration newOffset) {
        offset = newOffset;
    }

    public void reset() {
        offset = Duration.ZERO;
    }

    public Duration offset() {
        return offset;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(offset);
    }
}
