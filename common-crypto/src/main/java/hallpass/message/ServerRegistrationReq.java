package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.wire.Field;

/** P1, application server to CA: asks for a key pair and a certificate. */
public record ServerRegistrationReq(@Field("RSA(PK_ca)") RsaSealed<ServerRegistration> registration)
        implements Message {}
