package hallpass.crypto;

import java.security.PrivateKey;
import java.security.interfaces.RSAKey;

/** The RSA block size of a key: the size of the modulus. */
final class RsaBlock {
    private RsaBlock() {}

    /** The block size in bytes. */
    static int size(RSAKey key) {
        return (key.getModulus().bitLength() + 7) / 8;
    }

    /**
     * Whether a ciphertext has exactly the block size (RFC 8017 §7.1.2 and §7.2.2, step 1). The JDK
     * does not check: a ciphertext without its leading zero byte would decrypt too, and would
     * differ from the original in a replay cache.
     */
    static boolean hasModulusLength(byte[] sealed, PrivateKey key) {
        return key instanceof RSAKey rsa && sealed.length == size(rsa);
    }
}
