package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Field;
import java.time.Instant;

/** The version that the new key got, and the proof that the AS opened the request. */
public record KeyUpdatePart(
        @Field("version") Integer version, @Field("TS9+1") Instant answer) {
    public static final Part<KeyUpdatePart> PART =
            Part.of(KeyUpdatePart.class, "the AS's proof", KeyUsage.KEY_UPDATE_REPLY);
}
