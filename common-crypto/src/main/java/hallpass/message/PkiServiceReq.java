package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/** P7, client to application server. The server finds the session by the name. */
public record PkiServiceReq(
        @Field("ID_c") PrincipalName client,
        @Field("E(K_sess)[req, TS7]") Sealed<ServiceReqPart> request) implements Message {}
