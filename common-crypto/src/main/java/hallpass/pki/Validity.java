package hallpass.pki;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when to when a certificate is valid, both ends included (RFC 5280 §4.1.2.5). */
public record Validity(Instant notBefore, Instant notAfter) {
    /** Cuts both ends to whole seconds: X.509 knows no parts of them. */
    public Validity {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        if (notAfter.isBefore(notBefore)) {
            throw new IllegalArgumentException("a validity cannot end at " + notAfter + ", before it begins");
        }
    }

    /**
     * Valid for {@code lifetime} from now, and backdated by the allowed skew: whoever's clock is behind by as much as
     * clocks may be apart must be able to use the certificate at once. There is no tolerance when it is checked.
     */
    public static Validity starting(Instant now, Duration lifetime, Duration allowedSkew) {
        return new Validity(now.minus(allowedSkew), now.plus(lifetime));
    }

    Validity endingNoLaterThan(Instant latest) {
        return notAfter.isAfter(latest) ? new Validity(notBefore, latest) : this;
    }
}
