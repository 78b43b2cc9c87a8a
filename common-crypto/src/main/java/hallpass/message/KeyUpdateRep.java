package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K10, AS to client: confirms that the new key is stored durably. */
public record KeyUpdateRep(
        @Field("E(K_c,k)[version, TS9+1]") Sealed<KeyUpdateRepPart> encPart) implements Message {}
