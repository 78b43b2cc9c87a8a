package hallpass.message;

import hallpass.crypto.SymmetricKey;
import java.time.Duration;
import java.time.Instant;

/** What a {@link Ticket} and a {@link Token} have in common: they are laid out alike, and checked alike. */
public sealed interface TicketPart permits Ticket, Token {
    SymmetricKey sessionKey();

    PrincipalName client();

    /** The client's network address in text, as the KDC saw it. */
    String address();

    PrincipalName server();

    Instant issuedAt();

    Duration lifetime();

    /** The first instant at which it is no longer good. */
    default Instant expiresAt() {
        return issuedAt().plus(lifetime());
    }
}
