package hallpass.crypto;

import hallpass.wire.Bytes;

/**
 * A {@code T} under an RSA public key: one block of ciphertext.
 *
 * @param <T> what is inside
 */
public record RsaSealed<T>(Bytes ciphertext) {}
