package hallpass.crypto;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;

/**
 * RSAES-PKCS1-v1_5 (RFC 8017 §7.2) as a padding oracle. Insecure by design: a block that begins
 * with 00 02 opens, if only to an empty plaintext, and any other block is refused in a different
 * way. This is the oracle of Bleichenbacher's attack (CRYPTO 1998). RFC 3218 describes
 * countermeasures.
 */
final class RsaPkcs1 implements RsaEncryption {
    /** 00, 02, at least eight nonzero padding bytes, and 00. */
    private static final int OVERHEAD = 11;

    private static final int BLOCK_TYPE = 2;

    @Override
    public int capacity(RSAPublicKey key) {
        return RsaBlock.size(key) - OVERHEAD;
    }

    @Override
    public byte[] seal(RSAPublicKey key, byte[] plaintext) {
        if (plaintext.length > capacity(key)) {
            throw new IllegalArgumentException(
                    plaintext.length + " bytes exceed the capacity of an RSA block, " + capacity(key) + " bytes");
        }
        try {
            return run("RSA/ECB/PKCS1Padding", Cipher.ENCRYPT_MODE, key, plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this RSA key cannot encrypt", e);
        }
    }

    /** Returns an empty plaintext if the padding begins correctly but is not terminated. */
    @Override
    public byte[] open(PrivateKey key, byte[] sealed) throws BadIntegrityException {
        byte[] block = decrypt(key, sealed);
        if (block.length < OVERHEAD || block[0] != 0 || block[1] != BLOCK_TYPE) {
            throw new BadIntegrityException("has no PKCS #1 v1.5 padding");
        }
        int end = 2;
        while (end < block.length && block[end] != 0) {
            end++;
        }
        boolean terminated = end < block.length && end >= OVERHEAD - 1;
        return terminated ? Arrays.copyOfRange(block, end + 1, block.length) : new byte[0];
    }

    private static byte[] decrypt(PrivateKey key, byte[] sealed) throws BadIntegrityException {
        try {
            if (RsaBlock.hasModulusLength(sealed, key)) {
                return run("RSA/ECB/NoPadding", Cipher.DECRYPT_MODE, key, sealed);
            }
        } catch (GeneralSecurityException e) {
            // Reported below.
        }
        throw new BadIntegrityException("does not have the block size of this private key");
    }

    private static byte[] run(String transformation, int mode, Key key, byte[] content)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(mode, key);
        return cipher.doFinal(content);
    }

    @Override
    public String toString() {
        return "pkcs1-v1_5";
    }
}
