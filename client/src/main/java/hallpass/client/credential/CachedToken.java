package hallpass.client.credential;

import hallpass.crypto.Sealed;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.message.Token;
import hallpass.wire.Field;
import java.time.Duration;
import java.time.Instant;

/** A service token, which only the service can decrypt, with the session key of K4. */
public record CachedToken(
        @Field("ID_c") PrincipalName client,
        @Field("ID_s") PrincipalName server,
        @Field("K_c,s") SymmetricKey sessionKey,
        @Field("token") Sealed<Token> token,
        @Field("TS4") Instant issuedAt,
        @Field("Life4") Duration lifetime)
        implements CachedCredential {}
