package hallpass.crypto;

import java.security.SecureRandom;

/** Where unpredictable bytes come from. Handed in, so that a test can script it. */
@FunctionalInterface
public interface Randomness {
    /** {@code count} bytes that nobody can foretell. */
    byte[] bytes(int count);

    /** The system's own, safe for many threads. */
    static Randomness secure() {
        SecureRandom random = new SecureRandom();
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }
}
