package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * What P1 seals to the CA in one RSA block.
 *
 * @param enrolmentToken by which the CA knows whom it may certify under this name; empty where it believes anybody
 * @param certificationRequestHash SHA-256 of the request for a certificate that stands beside; empty where the CA makes the key pair
 */
public record ServerRegistrationReqPart(
        @Field("K_tmp1") SymmetricKey temporaryKey,
        @Field("ID_s") PrincipalName server,
        @Field("TS1") Instant sentAt,
        @Field(value = "token", trailing = true) SecretBytes enrolmentToken,
        @Field(value = "H(PKCS#10)", trailing = true) Bytes certificationRequestHash) {
    public static final PartType<ServerRegistrationReqPart> PART =
            PartType.of(ServerRegistrationReqPart.class, "the registration", KeyUsage.SERVER_REGISTRATION);

    /** As classic has it. */
    public ServerRegistrationReqPart(SymmetricKey temporaryKey, PrincipalName server, Instant sentAt) {
        this(temporaryKey, server, sentAt, SecretBytes.EMPTY, Bytes.EMPTY);
    }
}
