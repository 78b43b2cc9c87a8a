package hallpass.client.exchange;

import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.protocol.Transcript;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;

/**
 * The public key of a server, with the result of the validation of its certificate.
 *
 * @param publicKey the key that the client seals to
 * @param certifiedKey the key in the certificate
 * @param serialNumber the serial number of the certificate
 * @param certificateValidator the validator that accepted the certificate
 * @param transcript the messages P3 and P4
 */
public record ServerKey(
        PrincipalName server,
        RSAPublicKey publicKey,
        RSAPublicKey certifiedKey,
        BigInteger serialNumber,
        CertificateValidator certificateValidator,
        Transcript transcript) {}
