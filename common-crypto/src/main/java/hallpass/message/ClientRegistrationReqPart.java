package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Field;
import java.time.Instant;

/** What P5 seals to the server in one RSA block. */
public record ClientRegistrationReqPart(
        @Field("K_tmp2") SymmetricKey temporaryKey,
        @Field("ID_c") PrincipalName client,
        @Field("IP_c") String address,
        @Field("Port_c") Integer port,
        @Field("TS5") Instant sentAt) {
    public static final PartType<ClientRegistrationReqPart> PART =
            PartType.of(ClientRegistrationReqPart.class, "the registration", KeyUsage.CLIENT_REGISTRATION);
}
