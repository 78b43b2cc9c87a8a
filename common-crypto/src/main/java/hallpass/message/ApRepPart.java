package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Field;
import java.time.Instant;

/**
 * The part of K6 that is encrypted under K_c,s (RFC 4120 §5.5.2, EncAPRepPart): the authenticator's
 * time plus one millisecond, known only to a server that decrypted the authenticator.
 */
public record ApRepPart(@Field("TS5+1") Instant timestampPlusOne) {
    public static final PartType<ApRepPart> PART =
            PartType.of(ApRepPart.class, "the server's proof", KeyUsage.AP_REP_PART);
}
