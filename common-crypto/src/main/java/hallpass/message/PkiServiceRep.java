package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** P8, application server to client. */
public record PkiServiceRep(@Field("E(K_sess)[data, TS8]") Sealed<ServiceRepPart> data) implements Message {}
