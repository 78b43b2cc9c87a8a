package hallpass.app;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.time.Instant;

/**
 * A client that the certificate door registered.
 *
 * @param until the first instant at which the session is no longer good
 */
public record Session(PrincipalName client, SymmetricKey key, Instant until) {
    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }
}
