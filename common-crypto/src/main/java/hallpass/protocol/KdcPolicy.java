package hallpass.protocol;

import hallpass.message.PrincipalName;
import java.time.Duration;

/**
 * What the two halves of a KDC must agree on.
 *
 * @param ticketGrantingService the name of the ticket-granting service
 * @param keyUpdateService the name of the service that takes new keys
 * @param ticketLifetime how long a ticket is good for
 * @param tokenLifetimePolicy how long a token is good for
 */
public record KdcPolicy(
        PrincipalName ticketGrantingService,
        PrincipalName keyUpdateService,
        Duration ticketLifetime,
        TokenLifetimePolicy tokenLifetimePolicy,
        ClockSkew skew) {}
