package hallpass.ca;

import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.ServerRegistrationReq;
import hallpass.message.ServerRegistrationReqPart;
import hallpass.pki.CertificateRequest;
import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Action;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.function.Supplier;

/** Which key the authority certifies. */
@FunctionalInterface
public interface SubjectKeyStrategy {
    /** The server's own, if the request beside the registration is the one that this names: the guard {@code local-keys}. */
    SubjectKeyStrategy FROM_REQUEST = (request, registration, context) -> {
        if (!CertificateRequest.hash(request.certificationRequest()).equals(registration.certificationRequestHash())) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_REQUEST,
                    "the request for a certificate is not the one that the registration names");
        }
        SubjectKey own = new SubjectKey(
                CertificateRequest.verify(request.certificationRequest(), registration.server()), SecretBytes.EMPTY);
        return () -> own;
    };

    /**
     * A key to be certified.
     *
     * @param privateKey PKCS#8 in DER for the reply; empty if the authority does not have it
     */
    record SubjectKey(RSAPublicKey publicKey, SecretBytes privateKey) {}

    /** One that the authority makes, private half and all. Weak on purpose: the protocol was first drawn so. */
    static SubjectKeyStrategy generated(KeyPairSource pairs) {
        return (request, registration, context) -> () -> {
            KeyPair pair = pairs.next();
            context.recordAction(Action.KEY_PAIR_GENERATED, registration.server());
            return new SubjectKey((RSAPublicKey) pair.getPublic(), RsaKeys.encode(pair.getPrivate()));
        };
    }

    /**
     * @return gives the key, once a serial number is reserved for it
     * @throws Refusal HP_ERR_CERTIFICATE_REQUEST
     */
    Supplier<SubjectKey> prepare(
            ServerRegistrationReq request, ServerRegistrationReqPart registration, ExchangeContext context)
            throws Refusal;
}
