package hallpass.audit;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.crypto.SecretBytes;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.Pem;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** The Ed25519 key (RFC 8032) with which a process signs its audit log. */
final class AuditKey {
    static final String ALGORITHM = "Ed25519";

    private static final int MAX_FILE = 4096;

    private final PrivateKey key;
    private final PublicKey publicKey;

    private AuditKey(PrivateKey key, PublicKey publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    static AuditKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new AuditKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has Ed25519", e);
        }
    }

    static AuditKey read(Path file) throws RealmException {
        byte[] content = PrivateFiles.readSecret(file, MAX_FILE);
        byte[] pkcs8 = {};
        try {
            pkcs8 = Pem.decodePkcs8(SecretBytes.of(content)).expose();
            AuditKey loaded = new AuditKey(
                    KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
                    PublicAuditKey.decode(content));
            loaded.publicKey().verify(SignatureInput.KEY_SELF_TEST, loaded.sign(SignatureInput.KEY_SELF_TEST));
            return loaded;
        } catch (GeneralSecurityException | KeyMaterialException e) {
            // The cause is dropped, since it could quote the key.
            throw new RealmException(
                    RealmError.CORRUPT_FILE,
                    file.toString(),
                    PrintableText.escape(file.toString()) + " is not an audit signing key.");
        } finally {
            Arrays.fill(content, (byte) 0);
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** Writes both halves: the JDK cannot derive an Ed25519 public key from the private key. */
    void write(Path file) throws RealmException {
        byte[] privatePem = Pem.encode(key).expose();
        byte[] publicPem = publicKey().encode();
        byte[] content = Arrays.copyOf(privatePem, privatePem.length + publicPem.length);
        System.arraycopy(publicPem, 0, content, privatePem.length, publicPem.length);
        try {
            PrivateFiles.writeNew(file, content);
        } finally {
            Arrays.fill(privatePem, (byte) 0);
            Arrays.fill(content, (byte) 0);
        }
    }

    PublicAuditKey publicKey() {
        return new PublicAuditKey(publicKey);
    }

    /** The signature in Base64. */
    String sign(SignatureInput input) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(input.bytes());
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the key has signed before", e);
        }
    }

    @Override
    public String toString() {
        return "an audit key";
    }
}
