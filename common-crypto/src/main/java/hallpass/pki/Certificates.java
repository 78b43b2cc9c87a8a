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

/** X.509 certificates: their encoding, and what can be read off them. */
public final class Certificates {
    /** The certificates that are issued here have about 900 bytes. */
    private static final int MAX_ENCODED = 8 * 1024;

    /** sha256WithRSAEncryption (RFC 4055 §5). */
    static final String SHA256_WITH_RSA = "1.2.840.113549.1.1.11";

    private static final int SEQUENCE = 0x30;
    private static final String COMMON_NAME_PREFIX = "CN=";

    private Certificates() {}

    public static Bytes encode(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new AssertionError("a certificate that was read can be written", e);
        }
    }

    /**
     * A certificate from its DER.
     *
     * @throws KeyMaterialException if it is none, or has bytes left over
     */
    public static X509Certificate decode(Bytes encoded) throws KeyMaterialException {
        byte[] der = encoded.toArray();
        // The factory would also read PEM, and stops at the certificate's end.
        if (der.length == 0 || der.length > MAX_ENCODED || der[0] != SEQUENCE) {
            throw new KeyMaterialException("is no X.509 certificate in DER");
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
            throw new KeyMaterialException("is no X.509 certificate in DER");
        }
    }

    /**
     * A certificate ends in its signature, a BIT STRING: a byte that counts the unused bits of the last byte, then the
     * bytes. A signature leaves none unused (RFC 8017 §8.2.1), but the JDK lets the count say so where those bits are zero:
     * the one byte of a certificate that could be edited unnoticed.
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
     * @throws KeyMaterialException if it is none
     */
    public static BigInteger serialNumber(Bytes encoded) throws KeyMaterialException {
        return decode(encoded).getSerialNumber();
    }

    /** A serial number for people: hexadecimal in capitals, two digits a byte, as openssl shows it. */
    public static String formatSerial(BigInteger serial) {
        String hex = serial.toString(16).toUpperCase(Locale.ROOT);
        return hex.length() % 2 == 0 ? hex : "0" + hex;
    }

    /** The subject's common name; where the subject is more than that, or something else, the subject as it is. */
    public static String subjectName(X509Certificate certificate) {
        return commonName(certificate.getSubjectX500Principal());
    }

    static String commonName(X500Principal name) {
        String text = name.getName();
        return text.startsWith(COMMON_NAME_PREFIX) ? text.substring(COMMON_NAME_PREFIX.length()) : text;
    }

    /**
     * The key of an authority that certificates can be held against.
     *
     * @throws KeyMaterialException if the certificate is not an authority's, or its key is not one to trust
     */
    static RSAPublicKey authorityKey(X509Certificate authority) throws KeyMaterialException {
        if (authority.getBasicConstraints() < 0) {
            throw new KeyMaterialException("is not a certificate authority's");
        }
        RSAPublicKey key = RsaKeys.requireUsable(authority.getPublicKey());
        if (!isSignedBy(key, authority)) {
            throw new KeyMaterialException("is not signed by its own key");
        }
        return key;
    }

    /** Whether a key signed these bytes, with the one algorithm that is used here. */
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
