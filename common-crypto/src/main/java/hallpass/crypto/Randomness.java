package hallpass.crypto;

import java.security.SecureRandom;

/** A source of random bytes. Injected, so that tests can script it. */
@FunctionalInterface
public interface Randomness {
    /** Returns {@code count} unpredictable bytes. */
    byte[] bytes(int count);

    /** The system's secure random number generator. Thread-safe. */
    static Randomness secure() {
        SecureRandom random = new SecureRandom();
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }
}
