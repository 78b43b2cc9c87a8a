package hallpass.message;

import hallpass.wire.Field;
import java.time.Instant;

/**
 * What a server says of itself: its role, its own name, its clock, and whether it can serve.
 *
 * @param replayCacheSize how many requests its replay cache holds
 */
public record StatusRep(
        @Field("role") String role,
        @Field("name") String name,
        @Field("time") Instant time,
        @Field("profile") String profile,
        @Field("version") String version,
        @Field("state") String state,
        @Field("remembered") Long replayCacheSize)
        implements Message {}
