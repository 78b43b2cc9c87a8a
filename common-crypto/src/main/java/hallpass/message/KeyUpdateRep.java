package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K10, AS to client: sent only once the new key is durable. */
public record KeyUpdateRep(
        @Field("E(K_c,k)[version, TS9+1]") Sealed<KeyUpdateRepPart> encPart) implements Message {}
