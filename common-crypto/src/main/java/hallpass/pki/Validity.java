package hallpass.pki;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The validity period of a certificate, both ends inclusive (RFC 5280 §4.1.2.5). */
public record Validity(Instant notBefore, Instant notAfter) {
    /** Truncates both ends to seconds, the resolution of X.509. */
    public Validity {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        if (notAfter.isBefore(notBefore)) {
            throw new IllegalArgumentException("a validity that begins at " + notBefore + " cannot end at " + notAfter);
        }
    }

    /**
     * A validity of {@code lifetime} from now, backdated by the allowed clock skew: a client whose
     * clock is slow can use the certificate immediately. Validation itself allows no skew.
     */
    public static Validity starting(Instant now, Duration lifetime, Duration allowedSkew) {
        return new Validity(now.minus(allowedSkew), now.plus(lifetime));
    }

    Validity endingNoLaterThan(Instant latest) {
        return notAfter.isAfter(latest) ? new Validity(notBefore, latest) : this;
    }
}
