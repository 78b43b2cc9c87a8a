package hallpass.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.function.Supplier;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-128 in ECB mode with PKCS#5 padding: the suite of the {@code classic} profile, weak on purpose.
 *
 * <p>It hides the content of a block and nothing more. Equal blocks look equal, blocks can be moved between messages
 * sealed under the same key, and a wrong key or a changed byte is noticed only when the padding happens to come out
 * wrong (or, later, the layout). The usage and the associated data are ignored.
 */
public final class AesEcb implements CipherSuite {
    private static final int KEY_SIZE = 16;
    /** No secret. */
    private static final SecretKeySpec ZERO_KEY = new SecretKeySpec(new byte[KEY_SIZE], "AES");

    // Creating a Cipher costs about 30 times what using it does.
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(AesEcb::newCipher);

    @Override
    public byte[] seal(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] plaintext) {
        try {
            return initCipher(Cipher.ENCRYPT_MODE, key).doFinal(plaintext);
        } catch (IllegalBlockSizeException | BadPaddingException e) {
            throw new AssertionError("padding makes every length fit", e);
        } finally {
            eraseKey();
        }
    }

    @Override
    public byte[] open(SymmetricKey key, KeyUsage usage, Supplier<byte[]> associatedData, byte[] sealed)
            throws BadIntegrityException {
        // An empty ciphertext holds not even the padding; the JDK would open it to nothing.
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
            throw new AssertionError("every SymmetricKey is an AES key", e);
        }
    }

    /** A cipher that waits for its next use would keep the last key for as long as its thread lives. */
    private static void eraseKey() {
        try {
            CIPHERS.get().init(Cipher.ENCRYPT_MODE, ZERO_KEY);
        } catch (InvalidKeyException e) {
            throw new AssertionError("every key of this size is an AES key", e);
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/ECB/PKCS5Padding");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES", e);
        }
    }
}
