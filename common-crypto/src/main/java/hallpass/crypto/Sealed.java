package hallpass.crypto;

import hallpass.wire.Bytes;

/**
 * A {@code T} under a symmetric key: ciphertext, and the type of what is inside. Only opening it gives a {@code T}.
 *
 * @param <T> what is inside
 */
@SuppressWarnings("UnusedTypeParameter") // the type is the point: it says what opening gives
public record Sealed<T>(Bytes ciphertext) {
    /** Where nothing was sealed yet. */
    public static <T> Sealed<T> empty() {
        return new Sealed<>(Bytes.EMPTY);
    }
}
