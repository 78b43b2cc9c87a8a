package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.wire.Field;

/** P5, client to application server: asks for a session. */
public record ClientRegistrationReq(@Field("RSA(PK_s)") RsaSealed<ClientRegistration> registration)
        implements Message {}
