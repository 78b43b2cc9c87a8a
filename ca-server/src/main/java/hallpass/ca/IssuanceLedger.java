package hallpass.ca;

import hallpass.message.PrincipalName;
import hallpass.pki.Validity;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** Ledger of all serial numbers that the authority used, or reserved, for certificates. */
public interface IssuanceLedger {
    /**
     * Reserves a serial number durably, so that a certificate with this number can be revoked.
     *
     * @return false if the number is in use
     */
    boolean reserve(BigInteger serial, PrincipalName subject, Validity validity, Instant now);

    /**
     * Stores the certificate for a reserved serial number durably.
     *
     * @return false if the number was revoked, so that the certificate must not be sent
     */
    boolean complete(X509Certificate certificate);
}
