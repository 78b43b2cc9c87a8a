package hallpass.crypto;

import hallpass.wire.Bytes;

/**
 * A ciphertext under a symmetric key that holds an encoded {@code T}.
 *
 * @param <T> the type of the plaintext
 */
@SuppressWarnings("UnusedTypeParameter") // documents the plaintext type
public record Sealed<T>(Bytes ciphertext) {
    /** An empty ciphertext, for absent parts. */
    public static <T> Sealed<T> empty() {
        return new Sealed<>(Bytes.EMPTY);
    }
}
