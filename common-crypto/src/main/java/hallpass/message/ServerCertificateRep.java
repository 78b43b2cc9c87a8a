package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * P4, application server to client: the server's public key (SubjectPublicKeyInfo) and certificate,
 * both in DER.
 *
 * @param caCertificate the certificate of the issuing CA; empty if the server does not send it
 */
public record ServerCertificateRep(
        @Field("PK_s") Bytes publicKey,
        @Field("Cert_s") Bytes certificate,
        @Field("TS4") Instant sentAt,
        @Field(value = "Cert_ca", trailing = true) Bytes caCertificate)
        implements Message {
    /** Without a CA certificate. */
    public ServerCertificateRep(Bytes publicKey, Bytes certificate, Instant sentAt) {
        this(publicKey, certificate, sentAt, Bytes.EMPTY);
    }
}
