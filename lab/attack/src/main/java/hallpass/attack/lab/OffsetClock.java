package hallpass.attack.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock with an adjustable offset. Thread-safe. */
public final class OffsetClock implements InstantSource {
    private final InstantSource base;
    private volatile Duration offset = Duration.ZERO;

    /** A clock based on the system clock. */
    public OffsetClock() {
        this(InstantSource.system());
    }

    /** @param base the clock without an offset */
    public OffsetClock(InstantSource base) {
        this.base = base;
    }

    /** @param newOffset negative to go back */
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
