package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Bytes;
import hallpass.wire.Field;
import java.time.Duration;
import java.time.Instant;

/**
 * The part of P6 that is encrypted under K_tmp2: the session key and its lifetime.
 *
 * @param signature of the server over the transcript; empty without the guard {@code transcript}
 */
public record ClientRegistrationRepPart(
        @Field("K_sess") SymmetricKey sessionKey,
        @Field("Life_sess") Duration lifetime,
        @Field("ID_c") PrincipalName client,
        @Field("TS6") Instant sentAt,

        @Field(value = "SIG_s", trailing = true, guard = "transcript")
        Bytes signature) {
    public static final PartType<ClientRegistrationRepPart> PART =
            PartType.of(ClientRegistrationRepPart.class, "the session", KeyUsage.CLIENT_REGISTRATION_REPLY);

    /** The form without guards. */
    public ClientRegistrationRepPart(SymmetricKey sessionKey, Duration lifetime, PrincipalName client, Instant sentAt) {
        this(sessionKey, lifetime, client, sentAt, Bytes.EMPTY);
    }
}
