package hallpass.message;

import hallpass.crypto.SymmetricKey;
import java.time.Duration;
import java.time.Instant;

/** The contents that a {@link Ticket} and a {@link Token} share (RFC 4120 §5.3, EncTicketPart). */
public sealed interface TicketPart permits Ticket, Token {
    SymmetricKey sessionKey();

    PrincipalName client();

    /** The client's network address as text, as seen by the KDC (RFC 4120: caddr). */
    String address();

    PrincipalName server();

    Instant issuedAt();

    Duration lifetime();

    /** The first instant at which the ticket is no longer valid. */
    default Instant expiresAt() {
        return issuedAt().plus(lifetime());
    }
}
