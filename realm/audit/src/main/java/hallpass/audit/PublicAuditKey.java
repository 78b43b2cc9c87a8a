package hallpass.audit;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.Pem;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The public key that verifies the signatures of an audit log. */
record PublicAuditKey(PublicKey key) {
    private static final int MAX_FILE = 4096;

    static PublicAuditKey read(Path file) throws RealmException {
        byte[] content = PrivateFiles.read(file, MAX_FILE);
        try {
            PublicAuditKey loaded = new PublicAuditKey(decode(content));
            if (Arrays.equals(loaded.encode(), content)) {
                return loaded;
            }
        } catch (KeyMaterialException e) {
            // Reported below.
        }
        throw new RealmException(
                RealmError.CORRUPT_FILE,
                file.toString(),
                PrintableText.escape(file.toString()) + " is not a public audit key.");
    }

    void write(Path file) throws RealmException {
        PrivateFiles.write(file, encode());
    }

    byte[] encode() {
        return Pem.encode(key);
    }

    static PublicKey decode(byte[] pem) throws KeyMaterialException {
        try {
            return KeyFactory.getInstance(AuditKey.ALGORITHM)
                    .generatePublic(
                            new X509EncodedKeySpec(Pem.decodePublicKey(pem).toArray()));
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException("is not an Ed25519 key");
        }
    }

    boolean isValid(SignatureInput input, String signature) {
        try {
            verify(input, signature);
            return true;
        } catch (SignatureException e) {
            return false;
        }
    }

    void verify(SignatureInput input, String signature) throws SignatureException {
        try {
            Signature verifier = Signature.getInstance(AuditKey.ALGORITHM);
            verifier.initVerify(key);
            verifier.update(input.bytes());
            byte[] decoded = Base64.getDecoder().decode(signature);
            // Base64 is malleable in its last character; accept the canonical text only.
            boolean canonical = Base64.getEncoder().encodeToString(decoded).equals(signature);
            if (!verifier.verify(decoded) || !canonical) {
                throw new SignatureException("the signature is invalid");
            }
        } catch (SignatureException e) {
            throw e;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SignatureException("the signature is malformed", e);
        }
    }
}
