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

/** Origin of the key that the authority certifies. */
@FunctionalInterface
public interface SubjectKeyStrategy {
    /**
     * The key of the PKCS#10 request, whose hash the sealed registration contains (guard
     * {@code local-keys}).
     */
    SubjectKeyStrategy FROM_REQUEST = (request, registration, context) -> {
        if (!CertificateRequest.hash(request.certificationRequest()).equals(registration.certificationRequestHash())) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_REQUEST,
                    "the certificate request is not the one that the registration names");
        }
        SubjectKey own = new SubjectKey(
                CertificateRequest.verify(request.certificationRequest(), registration.server()), SecretBytes.EMPTY);
        return () -> own;
    };

    /**
     * A key to certify.
     *
     * @param privateKey PKCS#8 in DER, for the reply; empty if only the server has it
     */
    record SubjectKey(RSAPublicKey publicKey, SecretBytes privateKey) {}

    /**
     * A pair that the authority generates. Weak on purpose, as in the original protocol: the
     * authority knows the server's private key.
     */
    static SubjectKeyStrategy generated(KeyPairSource pairs) {
        return (request, registration, context) -> () -> {
            KeyPair pair = pairs.next();
            context.recordAction(Action.KEY_PAIR_GENERATED, registration.server());
            return new SubjectKey((RSAPublicKey) pair.getPublic(), RsaKeys.encode(pair.getPrivate()));
        };
    }

    /**
     * @return supplies the key, to be called when a serial number is reserved
     * @throws Refusal CERTIFICATE_REQUEST
     */
    Supplier<SubjectKey> prepare(
            ServerRegistrationReq request, ServerRegistrationReqPart registration, ExchangeContext context)
            throws Refusal;
}
