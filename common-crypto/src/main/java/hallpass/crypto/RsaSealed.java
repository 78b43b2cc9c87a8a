package hallpass.crypto;

import hallpass.wire.Bytes;

/**
 * A {@code T} under an RSA public key: one block of ciphertext.
 *
 * @param <T> what is inside
 */
@SuppressWarnings("UnusedTypeParameter") // the type is the point: it says what opening gives
public record RsaSealed<T>(Bytes ciphertext) {}
