package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K9, client to AS: replaces the client's key. */
public record KeyUpdateReq(
        @Field("token") Sealed<Token> token,
        @Field("E(K_c,k)[ID_c, TS9]") Sealed<Authenticator> authenticator,
        @Field("E(K_c,k)[new key, TS9]") Sealed<KeyUpdateReqPart> newKey)
        implements Message {}
