package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/**
 * P2, CA to application server: the issued certificate, and the key pair if the CA generated it.
 */
public record ServerRegistrationRep(@Field("E(K_tmp1)") Sealed<ServerRegistrationRepPart> encPart) implements Message {}
