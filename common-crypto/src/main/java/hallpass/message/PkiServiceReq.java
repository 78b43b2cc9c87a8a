package hallpass.message;

import hallpass.crypto.Sealed;
import hallpass.wire.Field;

/**
 * P7, client to application server: requests a resource. The server looks the session up by name.
 */
public record PkiServiceReq(
        @Field("ID_c") PrincipalName client,
        @Field("E(K_sess)[req, TS7]") Sealed<ServiceReqPart> request) implements Message {}
