package hallpass.client.credential;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.time.Duration;
import java.time.Instant;

/** What a client was given, with the session key that makes it useful. */
public sealed interface CachedCredential permits CachedTicket, CachedToken, CachedSession {
    /** Whom it was given to. */
    PrincipalName client();

    /** Where it is good. */
    PrincipalName server();

    SymmetricKey sessionKey();

    Instant issuedAt();

    Duration lifetime();

    /** The first instant at which it is no longer good. */
    default Instant expiresAt() {
        return issuedAt().plus(lifetime());
    }

    default boolean isValidAt(Instant now) {
        return now.isBefore(expiresAt());
    }
}
