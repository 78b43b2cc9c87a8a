package hallpass.message;

import hallpass.wire.Field;
import java.time.Instant;

/** Refuses a request (compare KRB-ERROR, RFC 4120 §5.9.1). Receivers never answer it. */
public record ErrorMessage(
        @Field("code") ErrorCode code,
        @Field("time") Instant time,
        @Field("text") String text) implements Message {}
