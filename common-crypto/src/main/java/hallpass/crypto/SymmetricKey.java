package hallpass.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/**
 * An AES key and its label in the protocol's notation, such as {@code K_c,tgs}. {@link #toString}
 * shows only the label; equality ignores the label and takes constant time.
 */
public final class SymmetricKey {
    private static final int AES_128 = 16;
    private static final int AES_256 = 32;

    private final String label;
    private final byte[] material;

    private SymmetricKey(String label, byte[] material) {
        this.label = label;
        this.material = material;
    }

    /** @throws IllegalArgumentException unless {@code material} has 16 or 32 bytes */
    public static SymmetricKey of(String label, byte[] material) {
        if (!isKeySize(material.length)) {
            throw new IllegalArgumentException(label + ": an AES key has 16 or 32 bytes, not " + material.length);
        }
        return new SymmetricKey(label, material.clone());
    }

    public static boolean isKeySize(int bytes) {
        return bytes == AES_128 || bytes == AES_256;
    }

    /** Generates a random key. */
    public static SymmetricKey random(String label, int bytes, Randomness randomness) {
        return of(label, randomness.bytes(bytes));
    }

    /** The same key under another label. */
    public SymmetricKey withLabel(String newLabel) {
        return new SymmetricKey(newLabel, material);
    }

    /**
     * Derives an independent key by HKDF-SHA-256 (RFC 5869) without salt.
     *
     * @param info the purpose of the derived key
     * @param bytes 16 or 32
     */
    public SymmetricKey derive(String newLabel, byte[] info, int bytes) {
        byte[] derived = Hkdf.derive(material, new byte[0], info, bytes);
        SymmetricKey key = of(newLabel, derived);
        Arrays.fill(derived, (byte) 0);
        return key;
    }

    public String label() {
        return label;
    }

    public int size() {
        return material.length;
    }

    /**
     * A copy of the key material. Use it only to seal it into a message or to write a private file.
     */
    public byte[] exposeMaterial() {
        return material.clone();
    }

    SecretKeySpec toSecretKeySpec() {
        return new SecretKeySpec(material, "AES");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SymmetricKey that && MessageDigest.isEqual(material, that.material);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(material);
    }

    @Override
    public String toString() {
        return label + " (" + 8 * material.length + "-bit key)";
    }
}
