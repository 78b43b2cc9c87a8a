package hallpass.audit;

import hallpass.crypto.SecretBytes;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.Pem;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
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

/** What a process signs its log with: Ed25519 (RFC 8032). */
final class AuditKey {
    static final String ALGORITHM = "Ed25519";

    private static final int MAX_FILE = 4096;

    private final PrivateKey key;
    private final PublicKey publicHalf;

    private AuditKey(PrivateKey key, PublicKey publicHalf) {
        this.key = key;
        this.publicHalf = publicHalf;
    }

    static AuditKey make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new AuditKey(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has Ed25519", e);
        }
    }

    static AuditKey read(Path file) throws RealmProblem {
        byte[] content = PrivateFiles.readSecret(file, MAX_FILE);
        byte[] pkcs8 = {};
        try {
            pkcs8 = Pem.anyPrivateKey(SecretBytes.of(content)).expose();
            AuditKey read = new AuditKey(
                    KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
                    PublicAuditKey.decode(content));
            read.publicHalf().check(Statement.SELF, read.sign(Statement.SELF));
            return read;
        } catch (GeneralSecurityException | KeyMaterialException e) {
            // Without the cause, which could quote the key.
            throw new RealmProblem(file + " is no key that an audit log is signed with. Put it back from a copy.");
        } finally {
            Arrays.fill(content, (byte) 0);
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** With the public half beside it, which cannot be had from the private one again. */
    void write(Path file) throws RealmProblem {
        byte[] secret = Pem.encode(key).expose();
        byte[] open = publicHalf().encode();
        byte[] both = Arrays.copyOf(secret, secret.length + open.length);
        System.arraycopy(open, 0, both, secret.length, open.length);
        try {
            PrivateFiles.writeNew(file, both);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(both, (byte) 0);
        }
    }

    PublicAuditKey publicHalf() {
        return new PublicAuditKey(publicHalf);
    }

    /** In Base64. */
    String sign(Statement statement) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(statement.bytes());
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a key that signed before", e);
        }
    }

    @Override
    public String toString() {
        return "an audit key";
    }
}
