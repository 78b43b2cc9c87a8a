package hallpass.app;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.time.Instant;

/**
 * A client that the certificate door registered.
 *
 * @param expiresAt the first instant at which the session is no longer good
 */
public record ClientSession(PrincipalName client, SymmetricKey key, Instant expiresAt) {
    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
