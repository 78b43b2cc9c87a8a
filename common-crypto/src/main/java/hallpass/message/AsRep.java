package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K2, AS to client: the session key under the client's key, and the ticket under K_tgs. */
public record AsRep(
        @Field("E(K_c)") Sealed<AsRepPart> encPart,
        @Field("ticket") Sealed<Ticket> ticket) implements Message {}
