package hallpass.store;

import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that the authority issued.
 *
 * @param serial in hexadecimal, as openssl shows it
 * @param subject the name that it was issued to
 * @param der the certificate itself
 */
public record LedgerEntry(
        String serial,
        String subject,
        Bytes der,
        Instant notBefore,
        Instant notAfter,
        Instant recordedAt,
        Optional<Revocation> revocation) {
    /** When and why it was revoked. */
    public record Revocation(Instant at, RevocationReason reason) {}
}
