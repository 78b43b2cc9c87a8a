package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K8, service to client: the resource's answer under K_c,s. */
public record ServiceRep(@Field("E(K_c,s)[data, TS8]") Sealed<ServiceRepPart> data) implements Message {}
