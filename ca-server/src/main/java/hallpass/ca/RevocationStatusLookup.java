package hallpass.ca;

import hallpass.pki.RevocationStatus;
import java.math.BigInteger;

/** Looks up the current revocation status of a certificate. */
@FunctionalInterface
public interface RevocationStatusLookup {
    /** A reserved serial number without a certificate is unknown, unless it was revoked. */
    RevocationStatus statusOf(BigInteger serial);
}
