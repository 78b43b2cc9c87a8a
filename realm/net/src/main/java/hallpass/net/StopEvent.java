package hallpass.net;

import java.time.Duration;

/** Told to every connection when its server stops. */
enum StopEvent {
    /** Whoever has asked is still answered; nobody else. */
    DRAIN,
    /** There is no more time: whoever has no answer is refused. */
    ABORT;

    /** A request may have been sent and not read yet: it is still answered if it is whole within this time. */
    static final Duration DRAIN_GRACE = Duration.ofMillis(50);
}
