package hallpass.crypto;

import hallpass.wire.Bytes;

/**
 * One block of RSA ciphertext that holds an encoded {@code T}.
 *
 * @param <T> the type of the plaintext
 */
@SuppressWarnings("UnusedTypeParameter") // documents the plaintext type
public record RsaSealed<T>(Bytes ciphertext) {}
