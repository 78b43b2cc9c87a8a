package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SecretBytes;
import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * The part of P2 that is encrypted under K_tmp1: key pair (SubjectPublicKeyInfo and PKCS#8) and
 * X.509 certificate, all in DER.
 *
 * @param privateKey empty if the server generated the key pair
 * @param nextEnrolmentToken for the next registration; empty without the guard
 *     {@code enrolment-token}
 */
public record ServerRegistrationRepPart(
        @Field("PK_s") Bytes publicKey,
        @Field("SK_s") SecretBytes privateKey,
        @Field("Cert_s") Bytes certificate,
        @Field("ID_s") PrincipalName server,
        @Field("TS2") Instant sentAt,

        @Field(value = "token", trailing = true, guard = "enrolment-token")
        SecretBytes nextEnrolmentToken) {
    public static final PartType<ServerRegistrationRepPart> PART =
            PartType.of(ServerRegistrationRepPart.class, "the issued certificate", KeyUsage.SERVER_REGISTRATION_REPLY);

    /** The form without guards. */
    public ServerRegistrationRepPart(
            Bytes publicKey, SecretBytes privateKey, Bytes certificate, PrincipalName server, Instant sentAt) {
        this(publicKey, privateKey, certificate, server, sentAt, SecretBytes.EMPTY);
    }
}
