package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SecretBytes;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * The part of P1 that is encrypted to the CA's RSA key, in one block.
 *
 * @param enrolmentToken authorises the name; empty without the guard {@code enrolment-token}
 * @param certificationRequestHash SHA-256 of P1's certification request; empty if the CA generates
 *     the key pair
 */
public record ServerRegistrationReqPart(
        @Field("K_tmp1") SymmetricKey temporaryKey,
        @Field("ID_s") PrincipalName server,
        @Field("TS1") Instant sentAt,

        @Field(value = "token", trailing = true, guard = "enrolment-token")
        SecretBytes enrolmentToken,

        @Field(value = "H(PKCS#10)", trailing = true, guard = "local-keys")
        Bytes certificationRequestHash) {
    public static final PartType<ServerRegistrationReqPart> PART =
            PartType.of(ServerRegistrationReqPart.class, "the registration", KeyUsage.SERVER_REGISTRATION);

    /** The form without guards. */
    public ServerRegistrationReqPart(SymmetricKey temporaryKey, PrincipalName server, Instant sentAt) {
        this(temporaryKey, server, sentAt, SecretBytes.EMPTY, Bytes.EMPTY);
    }
}
