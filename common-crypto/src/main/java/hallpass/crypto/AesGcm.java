package hallpass.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in Galois/counter mode (NIST SP 800-38D): what is sealed opens unchanged, for the associated data that it was sealed
 * with, or not at all. A random nonce of 96 bits stands before the ciphertext, a tag of 128 bits after it.
 *
 * <p>Safe for many threads.
 */
public final class AesGcm {
    // SP 800-38D §8.3: with random nonces of 96 bits a key is good for 2³² seals.
    private static final int NONCE_SIZE = 12;
    private static final int TAG_SIZE = 16;

    /** What a cipher holds while it waits: a copy of a key that was used would stay in memory for as long as its thread. */
    private static final SecretKeySpec ZERO_KEY = new SecretKeySpec(new byte[16], "AES");

    // Creating a Cipher costs more than sealing with it.
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(AesGcm::newCipher);

    private AesGcm() {}

    /**
     * @param associatedData what opening needs again, and what is not in the result
     * @return nonce, ciphertext and tag
     */
    public static byte[] seal(SymmetricKey key, Randomness randomness, byte[] associatedData, byte[] plaintext) {
        return seal(key, randomness.bytes(NONCE_SIZE), associatedData, plaintext);
    }

    static byte[] seal(SymmetricKey key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
        try {
            Cipher cipher = initCipher(Cipher.ENCRYPT_MODE, key, nonce, associatedData);
            return ByteBuffer.allocate(NONCE_SIZE + plaintext.length + TAG_SIZE)
                    .put(nonce)
                    .put(cipher.doFinal(plaintext))
                    .array();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("AES-GCM seals anything", e);
        } finally {
            eraseKey();
        }
    }

    /**
     * @throws BadIntegrityException if this key did not seal these bytes with this associated data
     */
    public static byte[] open(SymmetricKey key, byte[] associatedData, byte[] sealed) throws BadIntegrityException {
        // The JDK answers a ciphertext shorter than its tag with a ProviderException, which is unchecked.
        if (sealed.length < NONCE_SIZE + TAG_SIZE) {
            throw new BadIntegrityException("is too short");
        }
        try {
            Cipher cipher = initCipher(Cipher.DECRYPT_MODE, key, sealed, associatedData);
            return cipher.doFinal(sealed, NONCE_SIZE, sealed.length - NONCE_SIZE);
        } catch (GeneralSecurityException e) {
            throw new BadIntegrityException("is not what was sealed, or not under this key, or not for this place");
        } finally {
            eraseKey();
        }
    }

    private static Cipher initCipher(int mode, SymmetricKey key, byte[] nonce, byte[] associatedData)
            throws GeneralSecurityException {
        Cipher cipher = CIPHERS.get();
        cipher.init(mode, key.toSecretKeySpec(), new GCMParameterSpec(TAG_SIZE * Byte.SIZE, nonce, 0, NONCE_SIZE));
        cipher.updateAAD(associatedData);
        return cipher;
    }

    private static void eraseKey() {
        try {
            // To open: for sealing, the JDK takes no nonce twice.
            CIPHERS.get()
                    .init(
                            Cipher.DECRYPT_MODE,
                            ZERO_KEY,
                            new GCMParameterSpec(TAG_SIZE * Byte.SIZE, new byte[NONCE_SIZE]));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every key of this size is an AES key", e);
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-GCM", e);
        }
    }
}
