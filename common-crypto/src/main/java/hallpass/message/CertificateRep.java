package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Instant;

/** P4, application server to client: its public key (SubjectPublicKeyInfo) and certificate, each in DER. */
public record CertificateRep(
        @Field("PK_s") Bytes publicKey,
        @Field("Cert_s") Bytes certificate,
        @Field("TS4") Instant sentAt) implements Message {}
