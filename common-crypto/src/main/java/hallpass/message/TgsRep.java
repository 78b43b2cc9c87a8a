package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K4, TGS to client: the session key under K_c,tgs, and the token under K_s. */
public record TgsRep(
        @Field("E(K_c,tgs)") Sealed<TgsRepPart> encPart,
        @Field("token") Sealed<Token> token) implements Message {}
