package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K6, service to client: proves that the service decrypted the token. */
public record ApRep(@Field("E(K_c,s)[TS5+1]") Sealed<ApRepPart> encPart) implements Message {}
