package hallpass.crypto;

import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;

/** How one block is padded before RSA encrypts it. */
public interface RsaEncryption {
    /** OAEP (RFC 8017 §7.1), which nobody who only sees refusals learns anything from. */
    RsaEncryption OAEP = new RsaEncryption() {
        @Override
        public int capacity(RSAPublicKey key) {
            return RsaOaep.capacity(key);
        }

        @Override
        public byte[] seal(RSAPublicKey key, byte[] plaintext) {
            return RsaOaep.seal(key, plaintext);
        }

        @Override
        public byte[] open(PrivateKey key, byte[] sealed) throws BadIntegrityException {
            return RsaOaep.open(key, sealed);
        }

        @Override
        public String toString() {
            return "oaep";
        }
    };

    /** The padding before that, which tells everybody whether it is right: see {@link RsaPkcs1}. */
    RsaEncryption PKCS1 = new RsaPkcs1();

    /** The longest plaintext in bytes. */
    int capacity(RSAPublicKey key);

    /**
     * @throws IllegalArgumentException if the plaintext is longer than {@link #capacity}
     */
    byte[] seal(RSAPublicKey key, byte[] plaintext);

    /**
     * @throws BadIntegrityException if this key's public half did not seal these bytes, as far as the padding tells
     */
    byte[] open(PrivateKey key, byte[] sealed) throws BadIntegrityException;
}
