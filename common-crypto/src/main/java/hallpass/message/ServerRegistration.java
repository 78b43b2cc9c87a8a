package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Field;
import java.time.Instant;

/** What P1 seals to the CA in one RSA block. */
public record ServerRegistration(
        @Field("K_tmp1") SymmetricKey temporaryKey,
        @Field("ID_s") PrincipalName server,
        @Field("TS1") Instant sentAt) {
    public static final Part<ServerRegistration> PART =
            Part.of(ServerRegistration.class, "the registration", KeyUsage.SERVER_REGISTRATION);
}
