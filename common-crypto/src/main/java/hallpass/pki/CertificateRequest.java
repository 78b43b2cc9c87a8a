package hallpass.pki;

import hallpass.crypto.Sha256;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.io.IOException;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** PKCS #10 certificate requests (RFC 2986). */
public final class CertificateRequest {
    /** A request for a 2048-bit key has about 600 bytes. */
    private static final int MAX_ENCODED = 4 * 1024;

    /** With the NULL parameters that RFC 4055 §5 requires. */
    private static final AlgorithmIdentifier SIGNATURE_ALGORITHM =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

    private CertificateRequest() {}

    /**
     * Creates a request in DER.
     *
     * @throws IllegalArgumentException if {@link CertificateName} refuses the name
     */
    public static Bytes create(PrincipalName subject, KeyPair pair) {
        try {
            return Bytes.of(new JcaPKCS10CertificationRequestBuilder(name(subject), pair.getPublic())
                    .build(new JcaContentSignerBuilder(CertificateBuilder.SIGNATURE_ALGORITHM).build(pair.getPrivate()))
                    .getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalArgumentException("this key cannot sign a request", e);
        }
    }

    /** The SHA-256 hash by which P1 refers to the request. */
    public static Bytes hash(Bytes request) {
        return Bytes.of(Sha256.digest(request.toArray()));
    }

    /**
     * Returns the public key of a valid request, of at least 2048 bits. The signature proves
     * possession of the private key.
     *
     * @param subject a name that {@link CertificateName} allows
     * @throws Refusal HP_ERR_CERTIFICATE_REQUEST if the request is not DER, names another subject,
     *     or is not signed by its own key with sha256WithRSAEncryption
     */
    public static RSAPublicKey verify(Bytes request, PrincipalName subject) throws Refusal {
        PKCS10CertificationRequest decoded = decode(request);
        if (!decoded.getSubject().equals(name(subject))) {
            throw refusal("names another subject than " + subject);
        }
        RSAPublicKey key = publicKey(decoded);
        if (!isSigned(decoded, key)) {
            throw refusal("is not signed by its own key");
        }
        return key;
    }

    private static PKCS10CertificationRequest decode(Bytes request) throws Refusal {
        byte[] der = request.toArray();
        if (der.length == 0 || der.length > MAX_ENCODED) {
            throw refusal("is missing or too long");
        }
        try {
            PKCS10CertificationRequest decoded = new PKCS10CertificationRequest(der);
            if (Arrays.equals(der, decoded.toASN1Structure().getEncoded(ASN1Encoding.DER))) {
                return decoded;
            }
        } catch (IOException | RuntimeException e) {
            // Reported below. The input is untrusted, and the parser throws arbitrary exceptions.
        }
        throw refusal("is not PKCS #10 in DER");
    }

    private static RSAPublicKey publicKey(PKCS10CertificationRequest request) throws Refusal {
        try {
            return RsaKeys.decodePublicKey(
                    Bytes.of(request.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER)));
        } catch (KeyMaterialException e) {
            throw refusal("holds a key that " + e.problem());
        } catch (IOException e) {
            throw refusal("holds no valid key");
        }
    }

    private static boolean isSigned(PKCS10CertificationRequest request, RSAPublicKey key) throws Refusal {
        try {
            byte[] content =
                    request.toASN1Structure().getCertificationRequestInfo().getEncoded(ASN1Encoding.DER);
            ASN1BitString signature = request.toASN1Structure().getSignature();
            return request.getSignatureAlgorithm().equals(SIGNATURE_ALGORITHM)
                    && signature.getPadBits() == 0
                    && Certificates.verifySignature(key, content, signature.getOctets());
        } catch (IOException e) {
            throw refusal("is not PKCS #10 in DER");
        }
    }

    private static X500Name name(PrincipalName subject) {
        return new X500NameBuilder()
                .addRDN(BCStyle.CN, CertificateName.requireAllowed(subject))
                .build();
    }

    private static Refusal refusal(String problem) {
        return new Refusal(ErrorCode.HP_ERR_CERTIFICATE_REQUEST, "the certificate request " + problem);
    }
}
