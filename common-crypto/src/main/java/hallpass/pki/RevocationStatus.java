package hallpass.pki;

import java.time.Instant;

/** The status of a certificate according to its CA (RFC 6960 §2.2). */
public sealed interface RevocationStatus {
    /** Issued and not revoked. */
    record Good() implements RevocationStatus {}

    record Revoked(Instant revokedAt, RevocationReason reason) implements RevocationStatus {}

    /** The CA never issued this serial number. */
    record Unknown() implements RevocationStatus {}
}
