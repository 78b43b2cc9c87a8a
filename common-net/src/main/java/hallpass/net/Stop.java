package hallpass.net;

import java.time.Duration;

/** Told to every connection when its server stops. */
enum Stop {
    NOW;

    /** A request may have been sent and not read yet: it is still answered if it is whole within this time. */
    static final Duration LAST_CALL = Duration.ofMillis(50);
}
