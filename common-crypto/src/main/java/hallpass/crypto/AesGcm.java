package hallpass.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-GCM (NIST SP 800-38D) with a random 96-bit nonce before the ciphertext and a 128-bit tag
 * after it. Opening verifies the ciphertext and the associated data.
 *
 * <p>Thread-safe.
 */
public final class AesGcm {
    // SP 800-38D §8.3: at most 2³² encryptions per key with random 96-bit nonces.
    private static final int NONCE_SIZE = 12;
    private static final int TAG_SIZE = 16;

    /** Replaces the last key in a cached cipher, which lives as long as its thread. */
    private static final SecretKeySpec ZERO_KEY = new SecretKeySpec(new byte[16], "AES");

    // Creating a Cipher takes longer than using it.
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(AesGcm::newCipher);

    private AesGcm() {}

    /**
     * @param associatedData authenticated but not part of the result; opening needs the same data
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
            throw new AssertionError("AES-GCM encrypts any plaintext", e);
        } finally {
            eraseKey();
        }
    }

    /**
     * @throws BadIntegrityException if the ciphertext, the key or the associated data do not match
     */
    public static byte[] open(SymmetricKey key, byte[] associatedData, byte[] sealed) throws BadIntegrityException {
        // The JDK throws an unchecked ProviderException for input shorter than the tag.
        if (sealed.length < NONCE_SIZE + TAG_SIZE) {
            throw new BadIntegrityException("is too short");
        }
        try {
            Cipher cipher = initCipher(Cipher.DECRYPT_MODE, key, sealed, associatedData);
            return cipher.doFinal(sealed, NONCE_SIZE, sealed.length - NONCE_SIZE);
        } catch (GeneralSecurityException e) {
            throw new BadIntegrityException("does not match the key and the associated data");
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
            // Decrypt mode, because the JDK refuses to reuse a nonce in encrypt mode.
            CIPHERS.get()
                    .init(
                            Cipher.DECRYPT_MODE,
                            ZERO_KEY,
                            new GCMParameterSpec(TAG_SIZE * Byte.SIZE, new byte[NONCE_SIZE]));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("an AES key of this size is valid", e);
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("AES-GCM is not available", e);
        }
    }
}
