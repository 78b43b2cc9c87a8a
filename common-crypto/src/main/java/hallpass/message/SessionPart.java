package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Field;
import java.time.Duration;
import java.time.Instant;

/** A session key and how long it serves. */
public record SessionPart(
        @Field("K_sess") SymmetricKey sessionKey,
        @Field("Life_sess") Duration lifetime,
        @Field("ID_c") PrincipalName client,
        @Field("TS6") Instant sentAt) {
    public static final Part<SessionPart> PART =
            Part.of(SessionPart.class, "the session", KeyUsage.CLIENT_REGISTRATION_REPLY);
}
