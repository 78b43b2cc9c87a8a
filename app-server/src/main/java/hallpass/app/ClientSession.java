package hallpass.app;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.time.Instant;

/**
 * Session of a registered client.
 *
 * @param expiresAt first instant at which the session is no longer valid
 */
public record ClientSession(PrincipalName client, SymmetricKey key, Instant expiresAt) {
    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
