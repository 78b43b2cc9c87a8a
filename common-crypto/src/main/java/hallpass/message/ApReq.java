package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K5, client to service: a token, and an authenticator under the session key inside it. */
public record ApReq(
        @Field("token") Sealed<Token> token,
        @Field("E(K_c,s)[ID_c, TS5]") Sealed<Authenticator> authenticator) implements Message {}
