package hallpass.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The string-to-key function of the guard {@code salted-kdf}: PBKDF2 (RFC 8018 §5.2) with
 * HMAC-SHA-256. The salt string is {@code pbkdf2-sha256:ITERATIONS:SALT}, with SALT in hexadecimal.
 */
public final class Pbkdf2StringToKey implements StringToKey {
    /** The OWASP Password Storage Cheat Sheet's recommendation for PBKDF2-HMAC-SHA-256 (2023). */
    static final int ITERATIONS = 600_000;
    /** Takes seconds. A larger number would be denial of service by the KDC. */
    private static final int MAX_ITERATIONS = 10 * ITERATIONS;

    private static final int SALT_SIZE = 16;
    private static final int MAX_SALT_SIZE = 64;
    private static final Pattern FORMAT = Pattern.compile("pbkdf2-sha256:([1-9][0-9]{0,8}):((?:[0-9a-f]{2}){1,128})");

    private final int keySize;

    /** @param keySize the size of the keys in bytes */
    public Pbkdf2StringToKey(int keySize) {
        this.keySize = keySize;
    }

    @Override
    public String newSalt(Randomness randomness) {
        return "pbkdf2-sha256:" + ITERATIONS + ":" + HexFormat.of().formatHex(randomness.bytes(SALT_SIZE));
    }

    @Override
    public SymmetricKey toKey(String label, char[] password, String salt) throws BadSaltException {
        Matcher matcher = FORMAT.matcher(salt);
        if (!matcher.matches()) {
            throw new BadSaltException(
                    salt.isEmpty()
                            ? "the KDC sent no salt"
                            : "the salt is not of the form pbkdf2-sha256:ITERATIONS:SALT");
        }
        int iterations = Integer.parseInt(matcher.group(1));
        byte[] bytes = HexFormat.of().parseHex(matcher.group(2));
        // Check both limits before any work: a false KDC could otherwise make guessing cheap or
        // keep the client busy.
        if (iterations < ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new BadSaltException(
                    iterations + " iterations, not between " + ITERATIONS + " and " + MAX_ITERATIONS);
        }
        if (bytes.length < SALT_SIZE || bytes.length > MAX_SALT_SIZE) {
            throw new BadSaltException(
                    "a salt of " + bytes.length + " bytes, not between " + SALT_SIZE + " and " + MAX_SALT_SIZE);
        }
        byte[] material = derive(password, bytes, iterations, keySize);
        try {
            return SymmetricKey.of(label, material);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    /** @param size the size of the result in bytes */
    static byte[] derive(char[] password, byte[] salt, int iterations, int size) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, size * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("PBKDF2 with HMAC-SHA-256 is not available", e);
        } finally {
            spec.clearPassword();
        }
    }
}
