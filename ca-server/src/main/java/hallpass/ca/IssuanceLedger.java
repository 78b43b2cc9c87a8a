package hallpass.ca;

import hallpass.message.PrincipalName;
import hallpass.pki.Validity;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** Every serial number that the authority ever signed a certificate with, or was about to. */
public interface IssuanceLedger {
    /**
     * Takes a serial number, durably before this returns: a certificate whose number the authority does not know of cannot be
     * revoked.
     *
     * @return whether it is taken; if not, another certificate has it
     */
    boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now);

    /**
     * Keeps a certificate whose serial number was reserved, durably before this returns.
     *
     * @return whether it may leave; not if it was revoked meanwhile
     */
    boolean complete(X509Certificate certificate);
}
