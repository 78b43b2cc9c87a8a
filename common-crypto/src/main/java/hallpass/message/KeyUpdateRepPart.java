package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Field;
import java.time.Instant;

/** The version that the new key got, and the proof that the AS opened the request. */
public record KeyUpdateRepPart(
        @Field("version") Integer keyVersion,
        @Field("TS9+1") Instant timestampPlusOne) {
    public static final PartType<KeyUpdateRepPart> PART =
            PartType.of(KeyUpdateRepPart.class, "the AS's proof", KeyUsage.KEY_UPDATE_REPLY);
}
