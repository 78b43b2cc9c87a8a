package hallpass.store;

import hallpass.pki.RevocationReason;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * An issued certificate, or a reserved serial number.
 *
 * @param serial as formatted by {@link CertificateLedger#formatSerial}
 * @param der the encoded certificate; empty for a reservation
 */
public record LedgerEntry(
        String serial,
        String subject,
        Optional<Bytes> der,
        Instant notBefore,
        Instant notAfter,
        Instant recordedAt,
        Optional<Revocation> revocation) {
    /** Time and reason of a revocation. */
    public record Revocation(Instant revokedAt, RevocationReason reason) {}
}
