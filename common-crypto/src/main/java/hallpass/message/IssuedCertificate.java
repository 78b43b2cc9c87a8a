package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SecretBytes;
import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Instant;

/** What the CA made for a server: SubjectPublicKeyInfo, PKCS#8 and X.509, each in DER. */
public record IssuedCertificate(
        @Field("PK_s") Bytes publicKey,
        @Field("SK_s") SecretBytes privateKey,
        @Field("Cert_s") Bytes certificate,
        @Field("ID_s") PrincipalName server,
        @Field("TS2") Instant sentAt) {
    public static final Part<IssuedCertificate> PART =
            Part.of(IssuedCertificate.class, "the issued certificate", KeyUsage.SERVER_REGISTRATION_REPLY);
}
