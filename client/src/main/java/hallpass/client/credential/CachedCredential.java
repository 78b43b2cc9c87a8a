package hallpass.client.credential;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.time.Duration;
import java.time.Instant;

/** A credential that a server issued to the client, with its session key. */
public sealed interface CachedCredential permits CachedTicket, CachedToken, CachedSession {
    PrincipalName client();

    /** The server that accepts the credential. */
    PrincipalName server();

    SymmetricKey sessionKey();

    Instant issuedAt();

    Duration lifetime();

    /** The first instant at which the credential is invalid. */
    default Instant expiresAt() {
        return issuedAt().plus(lifetime());
    }

    default boolean isValidAt(Instant now) {
        return now.isBefore(expiresAt());
    }
}
