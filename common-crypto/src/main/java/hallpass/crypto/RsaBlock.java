package hallpass.crypto;

import java.security.PrivateKey;
import java.security.interfaces.RSAKey;

/** The one block that RSA encrypts and decrypts: as long as the key's modulus, neither less nor more. */
final class RsaBlock {
    private RsaBlock() {}

    /** In bytes. */
    static int size(RSAKey key) {
        return (key.getModulus().bitLength() + 7) / 8;
    }

    /**
     * Whether bytes can be a block of this key (RFC 8017 §7.1.2 and §7.2.2, step 1). The JDK reads them as a number and asks
     * for no length: a block that begins with a zero would open without it too, and be other bytes to who remembers blocks.
     */
    static boolean hasModulusLength(byte[] sealed, PrivateKey key) {
        return key instanceof RSAKey rsa && sealed.length == size(rsa);
    }
}
