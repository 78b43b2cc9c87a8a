package hallpass.app;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.time.Instant;

/**
 * A client that authenticated itself with a token.
 *
 * @param expiresAt first instant at which the token is no longer valid
 */
public record AuthenticatedClient(PrincipalName client, SymmetricKey sessionKey, Instant expiresAt) {}
