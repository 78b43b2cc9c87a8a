package hallpass.client.exchange;

import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.protocol.Transcript;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;

/**
 * The public key that a server is spoken to with.
 *
 * @param certifiedKey the key of the certificate that came with it
 * @param serialNumber of that certificate, by which the authority knows it
 * @param certificateValidator against which it was held
 * @param transcript P3 and P4, which brought it
 */
public record ServerKey(
        PrincipalName server,
        RSAPublicKey publicKey,
        RSAPublicKey certifiedKey,
        BigInteger serialNumber,
        CertificateValidator certificateValidator,
        Transcript transcript) {}
