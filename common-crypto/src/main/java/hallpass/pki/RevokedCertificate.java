package hallpass.pki;

import java.math.BigInteger;
import java.time.Instant;

/** An entry of a CRL. */
public record RevokedCertificate(BigInteger serial, Instant revokedAt, RevocationReason reason) {}
