package hallpass.pki;

import hallpass.crypto.SecretBytes;
import hallpass.crypto.Sha256;
import hallpass.wire.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Generates, encodes and decodes RSA keys. */
public final class RsaKeys {
    /** The size of generated keys and the minimum for accepted keys, in bits. */
    public static final int KEY_BITS = 2048;

    /** Enough for an 8192-bit key. Larger keys would only cost time. */
    private static final int MAX_PUBLIC_KEY_SIZE = 1200;

    private static final int MAX_PRIVATE_KEY_SIZE = 5000;
    private static final int FINGERPRINT_SIZE = 8;

    private RsaKeys() {}

    /** Generates a pair. Takes about 0.1 s: see {@link KeyPairPool}. */
    public static KeyPair generateKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("RSA is not available", e);
        }
    }

    /** Encodes as SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
    public static Bytes encode(PublicKey key) {
        return Bytes.of(key.getEncoded());
    }

    /** Encodes as PKCS #8 (RFC 5208). */
    public static SecretBytes encode(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        try {
            return SecretBytes.of(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /**
     * Decodes a SubjectPublicKeyInfo.
     *
     * @throws KeyMaterialException unless it is an RSA key of at least 2048 bits in DER
     */
    public static RSAPublicKey decodePublicKey(Bytes encoded) throws KeyMaterialException {
        if (encoded.size() > MAX_PUBLIC_KEY_SIZE) {
            throw new KeyMaterialException("is too long for an RSA key");
        }
        try {
            PublicKey key = factory().generatePublic(new X509EncodedKeySpec(encoded.toArray()));
            if (!encode(key).equals(encoded)) {
                throw new KeyMaterialException("is not in DER");
            }
            return requireUsable(key);
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException("is not an RSA public key");
        }
    }

    /**
     * Decodes a PKCS #8 key.
     *
     * @throws KeyMaterialException unless it is an RSA key of at least 2048 bits with CRT
     *     parameters
     */
    public static RSAPrivateCrtKey decodePrivateKey(SecretBytes encoded) throws KeyMaterialException {
        byte[] pkcs8 = encoded.expose();
        try {
            if (pkcs8.length <= MAX_PRIVATE_KEY_SIZE
                    && factory().generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof RSAPrivateCrtKey key) {
                checkSize(key.getModulus().bitLength());
                return key;
            }
        } catch (GeneralSecurityException e) {
            // Reported below, without the cause, which could quote the key.
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
        throw new KeyMaterialException("is not an RSA private key in PKCS #8");
    }

    public static boolean isPair(RSAPublicKey publicKey, RSAPrivateCrtKey privateKey) {
        return publicKey.getModulus().equals(privateKey.getModulus())
                && publicKey.getPublicExponent().equals(privateKey.getPublicExponent());
    }

    /**
     * A short fingerprint for display: the first 8 bytes of SHA-256 of the SubjectPublicKeyInfo, in
     * hexadecimal.
     */
    public static String fingerprint(PublicKey key) {
        return HexFormat.of().formatHex(Sha256.digest(key.getEncoded()), 0, FINGERPRINT_SIZE);
    }

    /** @throws KeyMaterialException unless it is an RSA key of at least 2048 bits */
    static RSAPublicKey requireUsable(PublicKey key) throws KeyMaterialException {
        if (key instanceof RSAPublicKey rsa) {
            checkSize(rsa.getModulus().bitLength());
            return rsa;
        }
        throw new KeyMaterialException("is not an RSA public key");
    }

    private static void checkSize(int bits) throws KeyMaterialException {
        if (bits < KEY_BITS) {
            throw new KeyMaterialException("has only " + bits + " bits; the minimum is " + KEY_BITS);
        }
    }

    private static KeyFactory factory() throws NoSuchAlgorithmException {
        return KeyFactory.getInstance("RSA");
    }
}
