package hallpass.crypto;

import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;

/** An RSA encryption scheme for one block (RFC 8017 §7). */
public interface RsaEncryption {
    /** RSAES-OAEP (RFC 8017 §7.1). Refusals reveal nothing about the plaintext. */
    RsaEncryption OAEP = new RsaOaep();

    /** RSAES-PKCS1-v1_5 as a padding oracle: see {@link RsaPkcs1}. */
    RsaEncryption PKCS1 = new RsaPkcs1();

    /** The maximum plaintext size in bytes. */
    int capacity(RSAPublicKey key);

    /** @throws IllegalArgumentException if the plaintext exceeds {@link #capacity} */
    byte[] seal(RSAPublicKey key, byte[] plaintext);

    /** @throws BadIntegrityException if the padding is wrong */
    byte[] open(PrivateKey key, byte[] sealed) throws BadIntegrityException;
}
