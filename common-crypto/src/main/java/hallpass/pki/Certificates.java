package hallpass.pki;

import hallpass.wire.Bytes;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** Encodes, decodes and inspects X.509 certificates. */
public final class Certificates {
    /** Certificates of this CA have about 900 bytes. */
    private static final int MAX_ENCODED = 8 * 1024;

    static final String SHA256_WITH_RSA = "1.2.840.113549.1.1.11";

    private static final int SEQUENCE = 0x30;
    private static final String COMMON_NAME_PREFIX = "CN=";

    private Certificates() {}

    public static Bytes encode(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError("cannot encode a decoded certificate", e);
        }
    }

    /**
     * Decodes exactly one certificate in DER.
     *
     * @throws KeyMaterialException if the bytes are anything else
     */
    public static X509Certificate decode(Bytes encoded) throws KeyMaterialException {
        byte[] der = encoded.toArray();
        // CertificateFactory also accepts PEM, and ignores trailing bytes.
        if (der.length == 0 || der.length > MAX_ENCODED || der[0] != SEQUENCE) {
            throw new KeyMaterialException("is not an X.509 certificate in DER");
        }
        try {
            Certificate decoded =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (decoded instanceof X509Certificate certificate
                    && encode(certificate).equals(encoded)
                    && hasNoUnusedSignatureBits(der, certificate.getSignature())) {
                return certificate;
            }
            throw new KeyMaterialException("is not exactly one X.509 certificate");
        } catch (CertificateException e) {
            throw new KeyMaterialException("is not an X.509 certificate in DER");
        }
    }

    /**
     * Whether the signature at the end of {@code der} is a BIT STRING without unused bits, as RFC
     * 8017 §8.2.1 implies. The JDK accepts another count of unused bits if those bits are zero,
     * which would be the one byte of a certificate that an attacker could change unnoticed.
     */
    static boolean hasNoUnusedSignatureBits(byte[] der, byte[] signature) {
        int start = der.length - signature.length;
        return start > 0
                && der[start - 1] == 0
                && Arrays.equals(der, start, der.length, signature, 0, signature.length);
    }

    /**
     * The serial number of a certificate in DER.
     *
     * @throws KeyMaterialException if the bytes are not a certificate
     */
    public static BigInteger serialNumber(Bytes encoded) throws KeyMaterialException {
        return decode(encoded).getSerialNumber();
    }

    /** Formats a serial number like openssl: upper-case hexadecimal, two digits per byte. */
    public static String formatSerial(BigInteger serial) {
        String hex = serial.toString(16).toUpperCase(Locale.ROOT);
        return hex.length() % 2 == 0 ? hex : "0" + hex;
    }

    /** The subject's common name, or the whole subject if it has other attributes. */
    public static String subjectName(X509Certificate certificate) {
        return commonName(certificate.getSubjectX500Principal());
    }

    static String commonName(X500Principal name) {
        String text = name.getName();
        return text.startsWith(COMMON_NAME_PREFIX) ? text.substring(COMMON_NAME_PREFIX.length()) : text;
    }

    /**
     * The public key of a self-signed CA certificate.
     *
     * @throws KeyMaterialException if the certificate is not a CA certificate, or its key is not
     *     acceptable
     */
    static RSAPublicKey authorityKey(X509Certificate authority) throws KeyMaterialException {
        if (authority.getBasicConstraints() < 0) {
            throw new KeyMaterialException("is not a CA certificate");
        }
        RSAPublicKey key = RsaKeys.requireUsable(authority.getPublicKey());
        if (!isSignedBy(key, authority)) {
            throw new KeyMaterialException("is not signed by its own key");
        }
        return key;
    }

    /** Verifies a signature with sha256WithRSAEncryption (RFC 4055 §5). */
    static boolean verifySignature(RSAPublicKey key, byte[] content, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static boolean isSignedBy(RSAPublicKey key, X509Certificate certificate) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
