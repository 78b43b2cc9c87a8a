package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.wire.Bytes;
import hallpass.wire.Field;

/**
 * P5, client to application server: registers under a name.
 *
 * @param certificate the client's, in DER; empty where a client proves nothing
 * @param signature with the certificate's key over the exchange up to this message; empty where there is none
 */
public record ClientRegistrationReq(
        @Field("RSA(PK_s)") RsaSealed<ClientRegistrationReqPart> registration,
        @Field(value = "Cert_c", trailing = true) Bytes certificate,
        @Field(value = "SIG_c", trailing = true) Bytes signature)
        implements Message {
    /** As classic has it. */
    public ClientRegistrationReq(RsaSealed<ClientRegistrationReqPart> registration) {
        this(registration, Bytes.EMPTY, Bytes.EMPTY);
    }

    /** The same with this signature. */
    public ClientRegistrationReq withSignature(Bytes newSignature) {
        return new ClientRegistrationReq(registration, certificate, newSignature);
    }
}
