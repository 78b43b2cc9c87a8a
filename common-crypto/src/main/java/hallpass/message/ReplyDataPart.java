package hallpass.message;

import hallpass.crypto.KeyUsage;
import hallpass.wire.Field;
import java.time.Instant;

/** What the desk answers. */
public record ReplyDataPart(
        @Field("data") String data, @Field("TS") Instant sentAt) {
    public static final Part<ReplyDataPart> FOR_SERVICE =
            Part.of(ReplyDataPart.class, "the data", KeyUsage.SERVICE_REPLY);
    public static final Part<ReplyDataPart> FOR_PKI =
            Part.of(ReplyDataPart.class, "the data", KeyUsage.PKI_SERVICE_REPLY);
}
