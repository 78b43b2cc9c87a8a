package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** P6, application server to client: the session key under K_tmp2. */
public record ClientRegistrationRep(@Field("E(K_tmp2)") Sealed<ClientRegistrationRepPart> encPart) implements Message {}
