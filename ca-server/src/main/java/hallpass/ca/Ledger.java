package hallpass.ca;

import java.security.cert.X509Certificate;
import java.time.Instant;

/** Every certificate that the authority ever signed. */
@FunctionalInterface
public interface Ledger {
    /**
     * Keeps a certificate, durably before this returns: one that the authority does not know of cannot be revoked.
     *
     * @return whether it is kept; if not, another one has its serial
     */
    boolean record(X509Certificate certificate, Instant issuedAt);
}
