package hallpass.pki;

import hallpass.message.ErrorCode;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import hallpass.trace.Check;
import hallpass.wire.Bytes;
import java.security.interfaces.RSAPublicKey;

/** Which key a server is spoken to with: its certificate holds one, and another one may stand beside it. */
@FunctionalInterface
public interface ServerKeyChoice {
    /** The one beside the certificate. Weak on purpose: the protocol was first drawn so, and nobody says that both are the same. */
    ServerKeyChoice UNCERTIFIED = (certified, beside, context) -> CertificateValidator.uncertifiedKey(beside);

    /** The certified one, and both must be the same: the guard {@code certified-key}. */
    ServerKeyChoice CERTIFIED = (certified, beside, context) -> {
        RSAPublicKey sentAlong = CertificateValidator.uncertifiedKey(beside);
        context.check(
                Check.PUBLIC_KEYS,
                RsaKeys.fingerprint(certified),
                RsaKeys.fingerprint(sentAlong),
                certified.equals(sentAlong),
                ErrorCode.HP_ERR_CERTIFICATE_KEY);
        return certified;
    };

    /**
     * @param certified the key of a certificate that was accepted
     * @param uncertified SubjectPublicKeyInfo in DER, as it came
     * @throws Refusal HP_ERR_CERTIFICATE_KEY if the one beside is no key, or has to be the certified one and is not
     */
    RSAPublicKey choose(RSAPublicKey certified, Bytes uncertified, ExchangeContext context) throws Refusal;
}
