package hallpass.message;

import hallpass.wire.Bytes;
import hallpass.wire.Field;

/**
 * K12, AS to client.
 *
 * @param salt what the password is mixed with; empty in classic
 * @param share the AS's point of SPAKE; empty without the guard {@code preauth}
 */
public record PreAuthenticationRep(
        @Field("salt") String salt, @Field("share") Bytes share) implements Message {}
