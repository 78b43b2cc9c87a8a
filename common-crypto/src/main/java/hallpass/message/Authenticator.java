package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * Client name and current time under a session key (RFC 4120 §5.5.1): proves that the sender knows
 * the key now.
 */
public record Authenticator(
        @Field("ID_c") PrincipalName client, @Field("TS") Instant sentAt) {
    public static final PartType<Authenticator> FOR_TGS =
            PartType.of(Authenticator.class, "the authenticator", KeyUsage.TGS_REQ_AUTHENTICATOR);
    public static final PartType<Authenticator> FOR_SERVICE =
            PartType.of(Authenticator.class, "the authenticator", KeyUsage.AP_REQ_AUTHENTICATOR);
    public static final PartType<Authenticator> FOR_KEY_UPDATE =
            PartType.of(Authenticator.class, "the authenticator", KeyUsage.KEY_UPDATE_AUTHENTICATOR);
}
