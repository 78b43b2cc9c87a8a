package hallpass.pki;

import java.time.Instant;

/** What an authority says of one of its certificates (RFC 6960 §2.2). */
public sealed interface RevocationStatus {
    /** Issued, and not revoked. */
    record Good() implements RevocationStatus {}

    record Revoked(Instant revokedAt, RevocationReason reason) implements RevocationStatus {}

    /** The authority issued no certificate of this number. */
    record Unknown() implements RevocationStatus {}
}
