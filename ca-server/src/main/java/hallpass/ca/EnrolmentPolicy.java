package hallpass.ca;

import hallpass.protocol.ClockSkew;
import hallpass.protocol.ReplayCache;
import java.time.Duration;

/**
 * How the authority certifies.
 *
 * @param certificateLifetime how long a certificate is good for, unless the authority's own ends before
 * @param replays remembers registrations that were accepted
 * @param authorization decides whom it believes
 */
public record EnrolmentPolicy(
        ClockSkew skew, Duration certificateLifetime, ReplayCache replays, EnrolmentAuthorization authorization) {
    /** One that believes anybody. */
    public EnrolmentPolicy(ClockSkew skew, Duration certificateLifetime, ReplayCache replays) {
        this(skew, certificateLifetime, replays, EnrolmentAuthorization.ANYONE);
    }
}
