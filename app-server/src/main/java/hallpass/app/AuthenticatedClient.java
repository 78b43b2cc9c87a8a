package hallpass.app;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.time.Instant;

/**
 * A client that the ticket door let in.
 *
 * @param expiresAt the first instant at which its token is no longer good
 */
public record AuthenticatedClient(PrincipalName client, SymmetricKey sessionKey, Instant expiresAt) {}
