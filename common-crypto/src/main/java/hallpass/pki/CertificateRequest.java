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

/** Requests for a certificate (PKCS#10, RFC 2986): a name and a public key, signed with its private half. */
public final class CertificateRequest {
    /** For a key of 2048 bits it has about 600 bytes. */
    private static final int MAX_ENCODED = 4 * 1024;

    /** With the NULL that RFC 4055 §5 wants there. */
    private static final AlgorithmIdentifier SIGNATURE_ALGORITHM =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

    private CertificateRequest() {}

    /**
     * A request in DER.
     *
     * @throws IllegalArgumentException if {@link CertificateName} does not allow the name
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

    /** SHA-256, by which P1 names a request. */
    public static Bytes hash(Bytes request) {
        return Bytes.of(Sha256.digest(request.toArray()));
    }

    /**
     * The key that is to be certified: of RSA, of 2048 bits or more, and whoever asks has its private half.
     *
     * @param subject a name that {@link CertificateName} allows
     * @throws Refusal HP_ERR_CERTIFICATE_REQUEST if it is no request in DER, for another name, or not signed with
     *     sha256WithRSAEncryption by its own key
     */
    public static RSAPublicKey verify(Bytes request, PrincipalName subject) throws Refusal {
        PKCS10CertificationRequest decoded = decode(request);
        if (!decoded.getSubject().equals(name(subject))) {
            throw refusal("is for another name than " + subject);
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
            throw refusal("is missing, or too long");
        }
        try {
            PKCS10CertificationRequest decoded = new PKCS10CertificationRequest(der);
            if (Arrays.equals(der, decoded.toASN1Structure().getEncoded(ASN1Encoding.DER))) {
                return decoded;
            }
        } catch (IOException | RuntimeException e) {
            // Said below: it came from anybody, and its parser throws what it likes.
        }
        throw refusal("is no PKCS#10 in DER");
    }

    private static RSAPublicKey publicKey(PKCS10CertificationRequest request) throws Refusal {
        try {
            return RsaKeys.decodePublicKey(
                    Bytes.of(request.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER)));
        } catch (KeyMaterialException e) {
            throw refusal("is for a key that " + e.problem());
        } catch (IOException e) {
            throw refusal("holds no key");
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
            throw refusal("is no PKCS#10 in DER");
        }
    }

    private static X500Name name(PrincipalName subject) {
        return new X500NameBuilder()
                .addRDN(BCStyle.CN, CertificateName.requireAllowed(subject))
                .build();
    }

    private static Refusal refusal(String problem) {
        return new Refusal(ErrorCode.HP_ERR_CERTIFICATE_REQUEST, "the request for a certificate " + problem);
    }
}
