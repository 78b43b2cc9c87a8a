package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** K7, client to service: requests a resource on a connection that K5 authenticated. */
public record ServiceReq(@Field("E(K_c,s)[req, TS7]") Sealed<ServiceReqPart> request) implements Message {}
