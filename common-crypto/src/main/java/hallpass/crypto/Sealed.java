package hallpass.crypto;

import hallpass.wire.Bytes;

/**
 * A {@code T} under a symmetric key: ciphertext, and the type of what is inside. Only opening it gives a {@code T}.
 *
 * @param <T> what is inside
 */
public record Sealed<T>(Bytes ciphertext) {}
