package hallpass.protocol;

import hallpass.message.PrincipalName;
import java.time.Duration;

/**
 * Settings that the AS and the TGS share.
 *
 * @param ticketGrantingService name of the ticket-granting service
 * @param keyUpdateService name of the key update service
 */
public record KdcPolicy(
        PrincipalName ticketGrantingService,
        PrincipalName keyUpdateService,
        Duration ticketLifetime,
        TokenLifetimePolicy tokenLifetimePolicy,
        ClockSkew skew) {}
