package hallpass.store;

import hallpass.pki.RevocationReason;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that the authority issued, or was about to issue.
 *
 * @param serial in hexadecimal, as openssl shows it
 * @param subject the name that it was issued to
 * @param der the certificate itself; none if its issuing was cut short, or is not over
 */
public record LedgerEntry(
        String serial,
        String subject,
        Optional<Bytes> der,
        Instant notBefore,
        Instant notAfter,
        Instant recordedAt,
        Optional<Revocation> revocation) {
    /** When and why it was revoked. */
    public record Revocation(Instant revokedAt, RevocationReason reason) {}
}
