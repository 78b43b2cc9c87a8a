package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Field;
import java.time.Instant;

/** The authenticator's time plus one millisecond: only who opened the authenticator can say it. */
public record ApRepPart(@Field("TS5+1") Instant timestampPlusOne) {
    public static final PartType<ApRepPart> PART =
            PartType.of(ApRepPart.class, "the server's proof", KeyUsage.AP_REP_PART);
}
