package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * The part of K10 that is encrypted under K_c,k.
 *
 * @param keyVersion the version of the new key
 * @param timestampPlusOne proves that the AS decrypted the request
 */
public record KeyUpdateRepPart(
        @Field("version") Integer keyVersion,
        @Field("TS9+1") Instant timestampPlusOne) {
    public static final PartType<KeyUpdateRepPart> PART =
            PartType.of(KeyUpdateRepPart.class, "the AS's proof", KeyUsage.KEY_UPDATE_REPLY);
}
