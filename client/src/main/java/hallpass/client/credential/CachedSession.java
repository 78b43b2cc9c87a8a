package hallpass.client.credential;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.wire.Field;
import java.time.Duration;
import java.time.Instant;

/** A session at the certificate door, with the key that P6 gave. */
public record CachedSession(
        @Field("ID_c") PrincipalName client,
        @Field("ID_s") PrincipalName server,
        @Field("K_sess") SymmetricKey sessionKey,
        @Field("TS6") Instant issuedAt,
        @Field("Life_sess") Duration lifetime)
        implements CachedCredential {}
