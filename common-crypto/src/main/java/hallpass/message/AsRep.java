package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K2, AS to client: a session key that only the client can open, and a ticket that only the TGS can open. */
public record AsRep(
        @Field("E(K_c)") Sealed<AsRepPart> encPart,
        @Field("ticket") Sealed<Ticket> ticket) implements Message {}
