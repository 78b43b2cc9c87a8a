package hallpass.pki;

import java.time.Instant;

/** What an authority says of one of its certificates (RFC 6960 §2.2). */
public sealed interface CertificateState {
    /** Issued, and not revoked. */
    record Good() implements CertificateState {}

    record Revoked(Instant at, RevocationReason reason) implements CertificateState {}

    /** The authority issued no certificate of this number. */
    record Unknown() implements CertificateState {}
}
