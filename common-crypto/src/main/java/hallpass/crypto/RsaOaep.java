package hallpass.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** RSAES-OAEP (RFC 8017 §7.1) with SHA-256 for the label and for MGF1. */
final class RsaOaep implements RsaEncryption {
    /** Explicit, because the JDK's default for this transformation uses SHA-1 in MGF1. */
    private static final OAEPParameterSpec SHA_256 =
            new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private static final int HASH_SIZE = 32;

    /** The maximum plaintext size in bytes, k − 2·hLen − 2: 190 for a 2048-bit key. */
    @Override
    public int capacity(RSAPublicKey key) {
        return RsaBlock.size(key) - 2 * HASH_SIZE - 2;
    }

    @Override
    public byte[] seal(RSAPublicKey key, byte[] plaintext) {
        if (plaintext.length > capacity(key)) {
            throw new IllegalArgumentException(
                    plaintext.length + " bytes exceed the capacity of an RSA block, " + capacity(key) + " bytes");
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
     * @throws BadIntegrityException if decryption fails. All causes have the same message, because
     *     distinguishing them enables Manger's attack (RFC 8017 §7.1.2, note).
     */
    @Override
    public byte[] open(PrivateKey key, byte[] sealed) throws BadIntegrityException {
        try {
            if (RsaBlock.hasModulusLength(sealed, key)) {
                Cipher cipher = newCipher();
                cipher.init(Cipher.DECRYPT_MODE, key, SHA_256);
                return cipher.doFinal(sealed);
            }
        } catch (GeneralSecurityException e) {
            // Reported below, in the same words as a wrong length.
        }
        throw new BadIntegrityException("does not open with this private key");
    }

    private static Cipher newCipher() throws GeneralSecurityException {
        return Cipher.getInstance("RSA/ECB/OAEPPadding");
    }

    @Override
    public String toString() {
        return "oaep";
    }
}
