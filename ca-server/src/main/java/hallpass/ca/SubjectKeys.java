package hallpass.ca;

import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.ServerRegistration;
import hallpass.message.ServerRegistrationReq;
import hallpass.pki.CertificateRequest;
import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.trace.Deed;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.function.Supplier;

/** Which key the authority certifies. */
@FunctionalInterface
public interface SubjectKeys {
    /** The server's own, if the request beside the registration is the one that this names: the guard {@code local-keys}. */
    SubjectKeys REQUESTED = (request, registration, at) -> {
        if (!CertificateRequest.hash(request.request()).equals(registration.requestHash())) {
            throw new Refusal(
                    ErrorCode.HP_ERR_CERTIFICATE_REQUEST,
                    "the request for a certificate is not the one that the registration names");
        }
        SubjectKey own =
                new SubjectKey(CertificateRequest.accept(request.request(), registration.server()), SecretBytes.NONE);
        return () -> own;
    };

    /**
     * A key to be certified.
     *
     * @param privateKey PKCS#8 in DER for the reply; empty if the authority does not have it
     */
    record SubjectKey(RSAPublicKey publicKey, SecretBytes privateKey) {}

    /** One that the authority makes, private half and all. Weak on purpose: the protocol was first drawn so. */
    static SubjectKeys made(KeyPairSource pairs) {
        return (request, registration, at) -> () -> {
            KeyPair pair = pairs.next();
            at.done(Deed.KEY_PAIR_MADE, registration.server());
            return new SubjectKey((RSAPublicKey) pair.getPublic(), RsaKeys.encode(pair.getPrivate()));
        };
    }

    /**
     * @return gives the key, once a serial number is reserved for it
     * @throws Refusal HP_ERR_CERTIFICATE_REQUEST
     */
    Supplier<SubjectKey> of(ServerRegistrationReq request, ServerRegistration registration, Occasion at) throws Refusal;
}
