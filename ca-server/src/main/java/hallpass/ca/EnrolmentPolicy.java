package hallpass.ca;

import hallpass.protocol.ClockSkew;
import java.time.Duration;

/**
 * How the authority certifies.
 *
 * @param certificateLifetime how long a certificate is good for, unless the authority's own ends before
 */
public record EnrolmentPolicy(ClockSkew skew, Duration certificateLifetime) {}
