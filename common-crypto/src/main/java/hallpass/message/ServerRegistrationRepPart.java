package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SecretBytes;
import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * What the CA made for a server: SubjectPublicKeyInfo, PKCS#8 and X.509, each in DER.
 *
 * @param privateKey empty where the server made its key pair itself
 * @param nextEnrolmentToken for the next registration; empty where none is needed
 */
public record ServerRegistrationRepPart(
        @Field("PK_s") Bytes publicKey,
        @Field("SK_s") SecretBytes privateKey,
        @Field("Cert_s") Bytes certificate,
        @Field("ID_s") PrincipalName server,
        @Field("TS2") Instant sentAt,
        @Field(value = "token", trailing = true) SecretBytes nextEnrolmentToken) {
    public static final PartType<ServerRegistrationRepPart> PART =
            PartType.of(ServerRegistrationRepPart.class, "the issued certificate", KeyUsage.SERVER_REGISTRATION_REPLY);

    /** As classic has it. */
    public ServerRegistrationRepPart(
            Bytes publicKey, SecretBytes privateKey, Bytes certificate, PrincipalName server, Instant sentAt) {
        this(publicKey, privateKey, certificate, server, sentAt, SecretBytes.EMPTY);
    }
}
