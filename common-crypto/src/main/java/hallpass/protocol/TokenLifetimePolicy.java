package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How long a new token is good for: whole seconds, at least one. */
@FunctionalInterface
public interface TokenLifetimePolicy {
    /**
     * @param ticket that the token is asked for with
     * @throws Refusal TKT_EXPIRED if nothing is left of the ticket that a token could have
     */
    Duration forTicket(Ticket ticket, Instant now) throws Refusal;

    /** As long as the realm says, whatever is left of the ticket: a token may outlive it. */
    static TokenLifetimePolicy fixed(Duration lifetime) {
        return (ticket, now) -> lifetime;
    }

    /** As long as the realm says, and not beyond the ticket (RFC 4120 §3.3.3). The rest of its last second is lost. */
    static TokenLifetimePolicy cappedByTicket(Duration lifetime) {
        return (ticket, now) -> {
            Duration left = Duration.between(now, ticket.expiresAt()).truncatedTo(ChronoUnit.SECONDS);
            if (left.isZero()) {
                throw new Refusal(ErrorCode.KRB_AP_ERR_TKT_EXPIRED, "the ticket has less than a second left");
            }
            return left.compareTo(lifetime) < 0 ? left : lifetime;
        };
    }
}
