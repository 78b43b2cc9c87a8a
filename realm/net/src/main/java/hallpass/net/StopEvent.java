package hallpass.net;

import java.time.Duration;

/** Notifies each connection that its server stops. */
enum StopEvent {
    /** Answers the request in progress, then closes. */
    DRAIN,
    /** Refuses the request in progress, then closes. */
    ABORT;

    /**
     * Time for a request that was sent but not read yet: it is answered if complete within this
     * time.
     */
    static final Duration DRAIN_GRACE = Duration.ofMillis(50);
}
