package hallpass.protocol;

import hallpass.message.ErrorCode;
import hallpass.message.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Determines the lifetime of a new token, in whole seconds, at least one. */
@FunctionalInterface
public interface TokenLifetimePolicy {
    /**
     * @param ticket of the token request
     * @throws Refusal TKT_EXPIRED if the remaining lifetime of the ticket is too short for a token
     */
    Duration forTicket(Ticket ticket, Instant now) throws Refusal;

    /** The configured lifetime. The token may outlive the ticket. */
    static TokenLifetimePolicy fixed(Duration lifetime) {
        return (ticket, now) -> lifetime;
    }

    /** The configured lifetime, but not beyond the ticket (RFC 4120 §3.3.3), in whole seconds. */
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
