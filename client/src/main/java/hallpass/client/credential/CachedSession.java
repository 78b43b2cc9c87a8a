package hallpass.client.credential;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.wire.Field;
import java.time.Duration;
import java.time.Instant;

/** A session with the PKI application server, with the session key of P6. */
public record CachedSession(
        @Field("ID_c") PrincipalName client,
        @Field("ID_s") PrincipalName server,
        @Field("K_sess") SymmetricKey sessionKey,
        @Field("TS6") Instant issuedAt,
        @Field("Life_sess") Duration lifetime)
        implements CachedCredential {}
