package hallpass.ca;

import hallpass.message.PrincipalName;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** Every certificate that the authority ever signed. */
@FunctionalInterface
public interface Ledger {
    /** Keeps a certificate, durably before this returns: one that the authority does not know of cannot be revoked. */
    void record(PrincipalName server, X509Certificate certificate, Instant issuedAt);
}
