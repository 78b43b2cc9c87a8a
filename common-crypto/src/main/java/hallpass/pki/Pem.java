package hallpass.pki;

import hallpass.crypto.SecretBytes;
import hallpass.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads and writes PEM files (RFC 7468). Private keys are kept in arrays that are erased, never in
 * strings.
 */
public final class Pem {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String CRL = "X509 CRL";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String PUBLIC_KEY = "PUBLIC KEY";
    private static final int LINE_LENGTH = 64;

    private Pem() {}

    public static byte[] encode(X509Certificate certificate) {
        return encode(Certificates.encode(certificate));
    }

    /** @param certificate in DER */
    public static byte[] encode(Bytes certificate) {
        return wrap(CERTIFICATE, certificate.toArray());
    }

    public static byte[] encode(Crl crl) {
        return wrap(CRL, crl.encode().toArray());
    }

    /** Encodes a private key as PKCS #8, for a private file. */
    public static SecretBytes encode(PrivateKey key) {
        byte[] pkcs8 = RsaKeys.encode(key).expose();
        byte[] pem = wrap(PRIVATE_KEY, pkcs8);
        try {
            return SecretBytes.of(pem);
        } finally {
            wipe(pkcs8, pem);
        }
    }

    /** Encodes a public key as SubjectPublicKeyInfo. */
    public static byte[] encode(PublicKey key) {
        return wrap(PUBLIC_KEY, key.getEncoded());
    }

    /**
     * Decodes the first certificate of a file.
     *
     * @throws KeyMaterialException if the file holds no valid certificate
     */
    public static X509Certificate decodeCertificate(byte[] file) throws KeyMaterialException {
        return Certificates.decode(Bytes.of(unwrap(CERTIFICATE, file)));
    }

    /**
     * Decodes the first CRL of a file, without validating it.
     *
     * @throws KeyMaterialException if the file holds no valid CRL
     */
    public static Crl decodeCrl(byte[] file) throws KeyMaterialException {
        return Crl.decode(Bytes.of(unwrap(CRL, file)));
    }

    /**
     * Decodes the RSA private key of a file.
     *
     * @throws KeyMaterialException if the file holds no valid RSA private key
     */
    public static RSAPrivateCrtKey decodePrivateKey(SecretBytes file) throws KeyMaterialException {
        return RsaKeys.decodePrivateKey(decodePkcs8(file));
    }

    /**
     * Returns the PKCS #8 bytes of a private key of any algorithm.
     *
     * @throws KeyMaterialException if the file holds no private key
     */
    public static SecretBytes decodePkcs8(SecretBytes file) throws KeyMaterialException {
        byte[] pem = file.expose();
        byte[] pkcs8 = {};
        try {
            pkcs8 = unwrap(PRIVATE_KEY, pem);
            return SecretBytes.of(pkcs8);
        } finally {
            wipe(pem, pkcs8);
        }
    }

    /**
     * Returns the SubjectPublicKeyInfo bytes of a public key of any algorithm.
     *
     * @throws KeyMaterialException if the file holds no public key
     */
    public static Bytes decodePublicKey(byte[] file) throws KeyMaterialException {
        return Bytes.of(unwrap(PUBLIC_KEY, file));
    }

    private static byte[] wrap(String label, byte[] der) {
        byte[] newline = {'\n'};
        byte[] base64 = Base64.getMimeEncoder(LINE_LENGTH, newline).encode(der);
        ByteArrayOutputStream out = new ByteArrayOutputStream(base64.length + 2 * LINE_LENGTH);
        out.writeBytes(begin(label));
        out.writeBytes(newline);
        out.writeBytes(base64);
        out.writeBytes(newline);
        out.writeBytes(end(label));
        out.writeBytes(newline);
        wipe(base64);
        return out.toByteArray();
    }

    private static byte[] unwrap(String label, byte[] pem) throws KeyMaterialException {
        byte[] begin = begin(label);
        int start = indexOf(pem, begin, 0);
        int end = start < 0 ? -1 : indexOf(pem, end(label), start + begin.length);
        if (end < 0) {
            throw new KeyMaterialException("holds no " + label + " in PEM");
        }
        byte[] base64 = withoutWhitespace(pem, start + begin.length, end);
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new KeyMaterialException("holds a " + label + " with invalid Base64");
        } finally {
            wipe(base64);
        }
    }

    private static byte[] withoutWhitespace(byte[] text, int from, int to) {
        byte[] kept = new byte[to - from];
        int count = 0;
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(text[i])) {
                kept[count++] = text[i];
            }
        }
        byte[] exact = Arrays.copyOf(kept, count);
        wipe(kept);
        return exact;
    }

    private static int indexOf(byte[] text, byte[] sought, int from) {
        for (int i = from; i <= text.length - sought.length; i++) {
            if (Arrays.equals(text, i, i + sought.length, sought, 0, sought.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] begin(String label) {
        return ("-----BEGIN " + label + "-----").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] end(String label) {
        return ("-----END " + label + "-----").getBytes(StandardCharsets.US_ASCII);
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
