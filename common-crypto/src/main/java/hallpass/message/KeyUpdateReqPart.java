package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.crypto.SymmetricKey;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * The part of K9 that is encrypted under K_c,k: the new key.
 *
 * @param sentAt equal to the time of the authenticator, which binds the key to this request
 */
public record KeyUpdateReqPart(
        @Field("new key") SymmetricKey key, @Field("TS9") Instant sentAt) {
    public static final PartType<KeyUpdateReqPart> PART =
            PartType.of(KeyUpdateReqPart.class, "the new key", KeyUsage.KEY_UPDATE_NEW_KEY);
}
