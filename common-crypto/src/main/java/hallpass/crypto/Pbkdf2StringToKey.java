package hallpass.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 (RFC 8018 §5.2) with HMAC-SHA-256: what the guard {@code salted-kdf} makes keys with. Equal passwords are other keys,
 * and each guess costs what the salt says, {@code pbkdf2-sha256:ITERATIONS:SALT} with the salt proper in hexadecimal.
 */
public final class Pbkdf2StringToKey implements StringToKey {
    /** What OWASP's Password Storage Cheat Sheet asks of PBKDF2-HMAC-SHA-256 since 2023. */
    static final int ITERATIONS = 600_000;
    /** Some seconds: a server that says more is after the client's time. */
    private static final int MAX_ITERATIONS = 10 * ITERATIONS;

    private static final int SALT_SIZE = 16;
    private static final int MAX_SALT_SIZE = 64;
    private static final Pattern FORMAT = Pattern.compile("pbkdf2-sha256:([1-9][0-9]{0,8}):((?:[0-9a-f]{2}){1,128})");

    private final int keySize;

    /** @param keySize of the suite that the keys are for, in bytes */
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
                    salt.isEmpty() ? "there is no salt" : "the salt is not of the form pbkdf2-sha256:ITERATIONS:SALT");
        }
        int iterations = Integer.parseInt(matcher.group(1));
        byte[] bytes = HexFormat.of().parseHex(matcher.group(2));
        // Both limits before any work: a false KDC could make a guess cheap, or keep the client busy for a year.
        if (iterations < ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new BadSaltException(
                    iterations + " iterations are not between " + ITERATIONS + " and " + MAX_ITERATIONS);
        }
        if (bytes.length < SALT_SIZE || bytes.length > MAX_SALT_SIZE) {
            throw new BadSaltException(
                    "a salt of " + bytes.length + " bytes is not between " + SALT_SIZE + " and " + MAX_SALT_SIZE);
        }
        byte[] material = derive(password, bytes, iterations, keySize);
        try {
            return SymmetricKey.of(label, material);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    /** @param size of the result in bytes */
    static byte[] derive(char[] password, byte[] salt, int iterations, int size) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, size * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has PBKDF2 with HMAC-SHA-256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
