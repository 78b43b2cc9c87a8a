package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.wire.Bytes;
import hallpass.wire.Field;

/**
 * P1, application server to CA: asks for a certificate, and for a key pair unless it has one.
 *
 * @param certificationRequest for a certificate of the server's own key (PKCS#10, RFC 2986) in DER; empty where the CA makes the key pair
 */
public record ServerRegistrationReq(
        @Field("RSA(PK_ca)") RsaSealed<ServerRegistrationReqPart> registration,
        @Field(value = "PKCS#10", trailing = true) Bytes certificationRequest)
        implements Message {
    /** As classic has it. */
    public ServerRegistrationReq(RsaSealed<ServerRegistrationReqPart> registration) {
        this(registration, Bytes.EMPTY);
    }
}
