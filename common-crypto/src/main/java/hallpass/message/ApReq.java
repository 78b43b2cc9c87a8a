package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K5, client to service: shows the token and proves to be the one it was issued to. */
public record ApReq(
        @Field("token") Sealed<Token> token,
        @Field("E(K_c,s)[ID_c, TS5]") Sealed<Authenticator> authenticator) implements Message {}
