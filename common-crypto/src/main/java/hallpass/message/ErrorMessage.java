package hallpass.message;

import hallpass.wire.Field;
import java.time.Instant;

/** Refuses a request. Never answered. */
public record ErrorMessage(
        @Field("code") ErrorCode code,
        @Field("time") Instant time,
        @Field("text") String text) implements Message {}
