package hallpass.crypto;

import java.util.function.Supplier;

/**
 * Symmetric encryption of message parts. Each suite documents its own guarantees, from none (ECB)
 * to authenticated encryption with associated data.
 *
 * <p>Implementations are thread-safe.
 */
public interface CipherSuite {
    /**
     * @param usage the key usage; suites with key separation derive a key from it
     * @param associatedData called only by suites that authenticate associated data
     */
    byte[] seal(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] plaintext);

    /**
     * @throws BadIntegrityException if the suite detects that the ciphertext does not match the
     *     key, the usage or the associated data
     */
    byte[] open(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] sealed)
            throws BadIntegrityException;

    /** The encryption type stored beside a key, such as {@code aes128-ecb}. */
    String name();

    /** The size of the suite's keys in bytes. */
    int keySize();
}
