package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K4, TGS to client: a session key for one service, and a token that only that service can open. */
public record TgsRep(
        @Field("E(K_c,tgs)") Sealed<TgsRepPart> encPart,
        @Field("token") Sealed<Token> token) implements Message {}
