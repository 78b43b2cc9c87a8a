package hallpass.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that runs ahead of another clock, or behind it, by a settable offset. Thread-safe. */
public final class OffsetClock implements InstantSource {
    private final InstantSource base;
    private volatile Duration offset = Duration.ZERO;

    /** Creates a clock that is based on the system's. */
    public OffsetClock() {
        this(InstantSource.system());
    }

    /** @param base the clock that this one equals while its offset is zero */
    public OffsetClock(InstantSource base) {
        this.base = base;
    }

    /** @param ahead positive to run ahead, negative to run behind */
    public void setOffset(Duration ahead) {
        offset = ahead;
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
