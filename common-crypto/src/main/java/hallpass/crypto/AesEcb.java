package hallpass.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.function.Supplier;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-128-ECB with PKCS #5 padding, the suite of the {@code classic} profile. Insecure by design.
 *
 * <p>Equal plaintext blocks have equal ciphertext blocks, blocks can be moved between ciphertexts
 * of the same key, and a wrong key or a modified byte is detected only if it breaks the padding or
 * the layout. Ignores usage and associated data.
 */
public final class AesEcb implements CipherSuite {
    private static final int KEY_SIZE = 16;
    /** A placeholder, not a secret. */
    private static final SecretKeySpec ZERO_KEY = new SecretKeySpec(new byte[KEY_SIZE], "AES");

    // Creating a Cipher takes about 30 times as long as using it.
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(AesEcb::newCipher);

    @Override
    public byte[] seal(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] plaintext) {
        try {
            return initCipher(Cipher.ENCRYPT_MODE, key).doFinal(plaintext);
        } catch (IllegalBlockSizeException | BadPaddingException e) {
            throw new AssertionError("PKCS #5 padding supports every length", e);
        } finally {
            eraseKey();
        }
    }

    @Override
    public byte[] open(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] sealed)
            throws BadIntegrityException {
        // The JDK would decrypt an empty ciphertext to nothing, although it lacks padding.
        if (sealed.length == 0) {
            throw new BadIntegrityException("is empty");
        }
        try {
            return initCipher(Cipher.DECRYPT_MODE, key).doFinal(sealed);
        } catch (IllegalBlockSizeException e) {
            throw new BadIntegrityException("is not a whole number of blocks");
        } catch (BadPaddingException e) {
            throw new BadIntegrityException("has wrong padding");
        } finally {
            eraseKey();
        }
    }

    @Override
    public String name() {
        return "aes128-ecb";
    }

    @Override
    public int keySize() {
        return KEY_SIZE;
    }

    private static Cipher initCipher(int mode, SymmetricKey key) {
        Cipher cipher = CIPHERS.get();
        try {
            cipher.init(mode, key.toSecretKeySpec());
            return cipher;
        } catch (InvalidKeyException e) {
            throw new AssertionError("a SymmetricKey is a valid AES key", e);
        }
    }

    /** Erases the key: a cached cipher would keep the last key as long as its thread lives. */
    private static void eraseKey() {
        try {
            CIPHERS.get().init(Cipher.ENCRYPT_MODE, ZERO_KEY);
        } catch (InvalidKeyException e) {
            throw new AssertionError("an AES key of this size is valid", e);
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/ECB/PKCS5Padding");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("AES is not available", e);
        }
    }
}
