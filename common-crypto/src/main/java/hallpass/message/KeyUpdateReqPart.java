package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Field;
import java.time.Instant;

/** The new key, with the time of the authenticator that it belongs to. */
public record KeyUpdateReqPart(
        @Field("new key") SymmetricKey key, @Field("TS9") Instant sentAt) {
    public static final PartType<KeyUpdateReqPart> PART =
            PartType.of(KeyUpdateReqPart.class, "the new key", KeyUsage.KEY_UPDATE_NEW_KEY);
}
