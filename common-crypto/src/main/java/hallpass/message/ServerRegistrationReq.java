package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.wire.Bytes;
import hallpass.wire.Field;

/**
 * P1, application server to CA: requests a certificate.
 *
 * @param certificationRequest for the server's public key (PKCS#10, RFC 2986) in DER; empty if the
 *     CA generates the key pair
 */
public record ServerRegistrationReq(
        @Field("RSA(PK_ca)") RsaSealed<ServerRegistrationReqPart> registration,

        @Field(value = "PKCS#10", trailing = true, guard = "local-keys")
        Bytes certificationRequest)
        implements Message {
    /** The form without guards. */
    public ServerRegistrationReq(RsaSealed<ServerRegistrationReqPart> registration) {
        this(registration, Bytes.EMPTY);
    }
}
