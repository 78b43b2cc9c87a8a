package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * P4, application server to client: its public key (SubjectPublicKeyInfo) and certificate, each in DER.
 *
 * @param caCertificate the certificate of the authority that issued the server's; empty where none is sent along
 */
public record CertificateRep(
        @Field("PK_s") Bytes publicKey,
        @Field("Cert_s") Bytes certificate,
        @Field("TS4") Instant sentAt,
        @Field(value = "Cert_ca", trailing = true) Bytes caCertificate)
        implements Message {
    /** Without the authority's. */
    public CertificateRep(Bytes publicKey, Bytes certificate, Instant sentAt) {
        this(publicKey, certificate, sentAt, Bytes.EMPTY);
    }
}
