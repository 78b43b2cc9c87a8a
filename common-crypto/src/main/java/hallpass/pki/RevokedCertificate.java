package hallpass.pki;

import java.math.BigInteger;
import java.time.Instant;

/** That a certificate was revoked, when and why. */
public record RevokedCertificate(BigInteger serial, Instant revokedAt, RevocationReason reason) {}
