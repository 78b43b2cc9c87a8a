package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Field;
import java.time.Instant;

/** The part of P5 that is encrypted to the server's RSA key, in one block. */
public record ClientRegistrationReqPart(
        @Field("K_tmp2") SymmetricKey temporaryKey,
        @Field("ID_c") PrincipalName client,
        @Field("IP_c") String address,
        @Field("Port_c") Integer port,
        @Field("TS5") Instant sentAt) {
    public static final PartType<ClientRegistrationReqPart> PART =
            PartType.of(ClientRegistrationReqPart.class, "the registration", KeyUsage.CLIENT_REGISTRATION);
}
