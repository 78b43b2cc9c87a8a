package hallpass.net;

import java.time.Duration;

/** Told to every connection when its server stops. */
enum Stop {
    /** Whoever has asked is still answered; nobody else. */
    NOW,
    /** There is no more time: whoever has no answer is refused. */
    OVER;

    /** A request may have been sent and not read yet: it is still answered if it is whole within this time. */
    static final Duration LAST_CALL = Duration.ofMillis(50);
}
