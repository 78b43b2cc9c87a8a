package hallpass.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** RSASSA-PSS (RFC 8017 §8.1) with SHA-256, MGF1 with SHA-256, and a 32-byte salt. */
public final class RsaPss {
    private static final int SALT_SIZE = 32;
    private static final PSSParameterSpec SHA_256 = new PSSParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT_SIZE, PSSParameterSpec.TRAILER_FIELD_BC);

    private RsaPss() {}

    /**
     * Returns a signature of the size of the modulus.
     *
     * @throws IllegalArgumentException if the key is not an RSA key, or too short
     */
    public static byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature signer = newSignature();
            signer.initSign(key);
            signer.update(content);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this key cannot sign", e);
        }
    }

    public static boolean verify(PublicKey key, byte[] content, byte[] signature) {
        try {
            Signature verifier = newSignature();
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Signature newSignature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(SHA_256);
        return signature;
    }
}
