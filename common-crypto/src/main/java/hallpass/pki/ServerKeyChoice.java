package hallpass.pki;

import hallpass.message.ErrorCode;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Check;
import hallpass.wire.Bytes;
import java.security.interfaces.RSAPublicKey;

/**
 * Chooses the public key of a server in P4: the certified one or the one beside the certificate.
 */
@FunctionalInterface
public interface ServerKeyChoice {
    /**
     * The uncertified key, as in the classic protocol. Insecure by design: nothing links it to the
     * certificate.
     */
    ServerKeyChoice UNCERTIFIED = (certified, uncertified, context) -> CertificateValidator.uncertifiedKey(uncertified);

    /** The certified key, which the other one must equal: the guard {@code certified-key}. */
    ServerKeyChoice CERTIFIED = (certified, uncertified, context) -> {
        RSAPublicKey sentAlong = CertificateValidator.uncertifiedKey(uncertified);
        context.check(
                Check.PUBLIC_KEYS,
                RsaKeys.fingerprint(certified),
                RsaKeys.fingerprint(sentAlong),
                certified.equals(sentAlong),
                ErrorCode.HP_ERR_CERTIFICATE_KEY);
        return certified;
    };

    /**
     * @param certified the key of the validated certificate
     * @param uncertified the SubjectPublicKeyInfo beside the certificate, in DER
     * @throws Refusal HP_ERR_CERTIFICATE_KEY if the uncertified key is invalid, or must equal the
     *     certified key and does not
     */
    RSAPublicKey choose(RSAPublicKey certified, Bytes uncertified, ExchangeContext context) throws Refusal;
}
