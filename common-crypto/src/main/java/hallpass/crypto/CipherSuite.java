package hallpass.crypto;

import java.util.function.Supplier;

/**
 * Seals bytes under a symmetric key. What a suite promises differs, and is the point: read it at the suite.
 *
 * <p>Safe for many threads.
 */
public interface CipherSuite {
    /**
     * @param usage what the key is used for here; a suite with key separation derives from it
     * @param associatedData what opening needs again: a suite with associated data asks for it, and opens with the same alone
     */
    byte[] seal(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] plaintext);

    /**
     * @throws BadIntegrityException if this key did not seal these bytes, as far as the suite can tell
     */
    byte[] open(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] sealed)
            throws BadIntegrityException;

    /** The encryption type that is kept beside a key, such as {@code aes128-ecb}. */
    String name();

    /** Bytes of a key made for this suite. */
    int keySize();
}
