package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.wire.Bytes;
import hallpass.wire.Field;

/**
 * P5, client to application server: registers a client name.
 *
 * @param certificate the client's certificate in DER; empty for a client that proves nothing
 * @param signature with the certificate's key, over the transcript up to this message; empty
 *     without a certificate
 */
public record ClientRegistrationReq(
        @Field("RSA(PK_s)") RsaSealed<ClientRegistrationReqPart> registration,

        @Field(value = "Cert_c", trailing = true, guard = "client-certificate")
        Bytes certificate,

        @Field(value = "SIG_c", trailing = true, guard = "client-certificate")
        Bytes signature)
        implements Message {
    /** The form without guards. */
    public ClientRegistrationReq(RsaSealed<ClientRegistrationReqPart> registration) {
        this(registration, Bytes.EMPTY, Bytes.EMPTY);
    }

    public ClientRegistrationReq withSignature(Bytes newSignature) {
        return new ClientRegistrationReq(registration, certificate, newSignature);
    }
}
