package hallpass.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** RSA encryption of one block with OAEP (RFC 8017 §7.1), SHA-256 for both the label and MGF1. */
public final class RsaOaep {
    /** The JDK's default for this name keeps MGF1 at SHA-1; the parameters say what is meant. */
    private static final OAEPParameterSpec SHA_256 =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private static final int HASH_SIZE = 32;

    private RsaOaep() {}

    /** The longest plaintext in bytes: k − 2·hLen − 2. 190 for a 2048-bit key. */
    public static int capacity(RSAPublicKey key) {
        return RsaBlock.size(key) - 2 * HASH_SIZE - 2;
    }

    /**
     * @throws IllegalArgumentException if the plaintext is longer than {@link #capacity}
     */
    public static byte[] seal(RSAPublicKey key, byte[] plaintext) {
        if (plaintext.length > capacity(key)) {
            throw new IllegalArgumentException(
                    plaintext.length + " bytes do not fit one RSA block of " + capacity(key) + " bytes");
        }
        try {
            Cipher cipher = newCipher();
            cipher.init(Cipher.ENCRYPT_MODE, key, SHA_256);
            return cipher.doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this RSA key cannot encrypt", e);
        }
    }

    /**
     * @throws BadIntegrityException if this key's public half did not seal these bytes. One message for every cause: telling
     *     them apart is Manger's oracle (RFC 8017 §7.1.2, note).
     */
    public static byte[] open(PrivateKey key, byte[] sealed) throws BadIntegrityException {
        try {
            if (RsaBlock.hasModulusLength(sealed, key)) {
                Cipher cipher = newCipher();
                cipher.init(Cipher.DECRYPT_MODE, key, SHA_256);
                return cipher.doFinal(sealed);
            }
        } catch (GeneralSecurityException e) {
            // Said below, in the same words.
        }
        throw new BadIntegrityException("does not open with this private key");
    }

    private static Cipher newCipher() throws GeneralSecurityException {
        return Cipher.getInstance("RSA/ECB/OAEPPadding");
    }
}
