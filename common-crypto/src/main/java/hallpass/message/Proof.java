package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Field;
import java.time.Instant;

/** The authenticator's time plus one millisecond: only who opened the authenticator can say it. */
public record Proof(@Field("TS5+1") Instant answer) {
    public static final Part<Proof> PART = Part.of(Proof.class, "the server's proof", KeyUsage.AP_REP_PART);
}
