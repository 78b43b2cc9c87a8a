package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** P8, application server to client: the resource's answer under K_sess. */
public record PkiServiceRep(@Field("E(K_sess)[data, TS8]") Sealed<ServiceRepPart> data) implements Message {}
