package hallpass.message;

import hallpass.wire.Field;
import java.time.Instant;

/**
 * S2: role, name, clock and state of a server.
 *
 * @param replayCacheSize number of requests in the replay cache
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
