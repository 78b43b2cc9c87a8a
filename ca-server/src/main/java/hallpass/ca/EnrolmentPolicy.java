package hallpass.ca;

import hallpass.protocol.ClockSkew;
import hallpass.protocol.ReplayCache;
import java.time.Duration;

/**
 * Policy of the authority for enrolments.
 *
 * @param certificateLifetime lifetime of a certificate, limited by the authority's own certificate
 * @param replays replay cache of accepted requests
 * @param authorization decides which requests are authorised
 */
public record EnrolmentPolicy(
        ClockSkew skew, Duration certificateLifetime, ReplayCache replays, EnrolmentAuthorization authorization) {
    /** Policy that authorises every request. */
    public EnrolmentPolicy(ClockSkew skew, Duration certificateLifetime, ReplayCache replays) {
        this(skew, certificateLifetime, replays, EnrolmentAuthorization.ANYONE);
    }
}
