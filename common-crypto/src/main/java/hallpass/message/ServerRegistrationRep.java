package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** P2, CA to application server: the key pair and the certificate. */
public record ServerRegistrationRep(@Field("E(K_tmp1)") Sealed<ServerRegistrationRepPart> encPart) implements Message {}
