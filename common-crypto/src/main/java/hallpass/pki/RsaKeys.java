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

/** RSA keys: making them, and their two encodings in DER. */
public final class RsaKeys {
    /** Bits of every key that is made here, and the fewest that are accepted. */
    public static final int KEY_BITS = 2048;

    /** Room for a key of 8192 bits; what is longer would only take time. */
    private static final int MAX_PUBLIC_KEY_SIZE = 1200;

    private static final int MAX_PRIVATE_KEY_SIZE = 5000;
    private static final int FINGERPRINT_SIZE = 8;

    private RsaKeys() {}

    /** A fresh pair. Takes about a tenth of a second: see {@link KeyPairPool}. */
    public static KeyPair generateKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has RSA", e);
        }
    }

    /** SubjectPublicKeyInfo (RFC 5280 §4.1.2.7). */
    public static Bytes encode(PublicKey key) {
        return Bytes.of(key.getEncoded());
    }

    /** PKCS#8 (RFC 5208). */
    public static SecretBytes encode(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        try {
            return SecretBytes.of(encoded);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /**
     * A public key from its SubjectPublicKeyInfo.
     *
     * @throws KeyMaterialException if it is no RSA key of at least 2048 bits, or encoded in another way than DER
     */
    public static RSAPublicKey decodePublicKey(Bytes encoded) throws KeyMaterialException {
        if (encoded.size() > MAX_PUBLIC_KEY_SIZE) {
            throw new KeyMaterialException("is longer than an RSA key can be");
        }
        try {
            PublicKey key = factory().generatePublic(new X509EncodedKeySpec(encoded.toArray()));
            if (!encode(key).equals(encoded)) {
                throw new KeyMaterialException("is not encoded in DER");
            }
            return requireUsable(key);
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException("is no RSA public key");
        }
    }

    /**
     * A private key from its PKCS#8.
     *
     * @throws KeyMaterialException if it is no RSA key of at least 2048 bits with its public half beside it
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
            // Said below; the cause could quote the key.
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
        throw new KeyMaterialException("is no RSA private key in PKCS#8");
    }

    /** Whether what the public key seals, the private key opens. */
    public static boolean isPair(RSAPublicKey publicKey, RSAPrivateCrtKey privateKey) {
        return publicKey.getModulus().equals(privateKey.getModulus())
                && publicKey.getPublicExponent().equals(privateKey.getPublicExponent());
    }

    /** The first bytes of SHA-256 of the SubjectPublicKeyInfo in hex: for people who compare keys. */
    public static String fingerprint(PublicKey key) {
        return HexFormat.of().formatHex(Sha256.digest(key.getEncoded()), 0, FINGERPRINT_SIZE);
    }

    /**
     * @throws KeyMaterialException if it is no RSA key of at least 2048 bits
     */
    static RSAPublicKey requireUsable(PublicKey key) throws KeyMaterialException {
        if (key instanceof RSAPublicKey rsa) {
            checkSize(rsa.getModulus().bitLength());
            return rsa;
        }
        throw new KeyMaterialException("is no RSA public key");
    }

    private static void checkSize(int bits) throws KeyMaterialException {
        if (bits < KEY_BITS) {
            throw new KeyMaterialException("has only " + bits + " bits; " + KEY_BITS + " are the least");
        }
    }

    private static KeyFactory factory() throws NoSuchAlgorithmException {
        return KeyFactory.getInstance("RSA");
    }
}
