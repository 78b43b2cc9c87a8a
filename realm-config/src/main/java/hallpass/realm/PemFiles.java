package hallpass.realm;

import hallpass.crypto.SecretBytes;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateCheck;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.Pem;
import hallpass.pki.RevocationList;
import hallpass.wire.Bytes;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;

/** Certificates and private keys in a realm's files, in PEM. */
public final class PemFiles {
    private static final int MAX_FILE = 64 * 1024;

    private PemFiles() {}

    /**
     * @throws RealmProblem if the file is missing or holds no certificate
     */
    public static X509Certificate certificate(Path file) throws RealmProblem {
        try {
            return Pem.certificate(PrivateFiles.read(file, MAX_FILE));
        } catch (KeyMaterialException e) {
            throw problem(file, e);
        }
    }

    /**
     * The check of certificates against an authority's own.
     *
     * @throws RealmProblem if the file is missing or holds no authority's certificate
     */
    public static CertificateCheck trusting(Path file) throws RealmProblem {
        try {
            return CertificateCheck.trusting(certificate(file));
        } catch (KeyMaterialException e) {
            throw problem(file, e);
        }
    }

    /**
     * The authority that its certificate and its key make.
     *
     * @throws RealmProblem if either file cannot be used, or they do not belong together
     */
    public static CertificateAuthority authority(Path certificate, Path key) throws RealmProblem {
        try {
            return CertificateAuthority.of(certificate(certificate), privateKey(key));
        } catch (KeyMaterialException e) {
            throw new RealmProblem(certificate + " " + e.problem() + ". Put both files back from one copy.", e);
        }
    }

    /**
     * @throws RealmProblem if the file is missing, can be read by others, or holds no private key
     */
    public static RSAPrivateCrtKey privateKey(Path file) throws RealmProblem {
        byte[] content = PrivateFiles.readSecret(file, MAX_FILE);
        try {
            return Pem.privateKey(SecretBytes.of(content));
        } catch (KeyMaterialException e) {
            throw problem(file, e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** @param certificate in DER */
    public static void write(Path file, Bytes certificate) throws RealmProblem {
        PrivateFiles.write(file, Pem.encode(certificate));
    }

    public static void write(Path file, PrivateKey key) throws RealmProblem {
        byte[] content = Pem.encode(key).expose();
        try {
            PrivateFiles.write(file, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * @throws RealmProblem if the file is missing or holds no list of revoked certificates
     */
    public static RevocationList revocationList(Path file) throws RealmProblem {
        try {
            return Pem.revocationList(PrivateFiles.read(file, 2 * RevocationList.MAX_ENCODED));
        } catch (KeyMaterialException e) {
            throw problem(file, e);
        }
    }

    public static void write(Path file, RevocationList list) throws RealmProblem {
        PrivateFiles.write(file, Pem.encode(list));
    }

    private static RealmProblem problem(Path file, KeyMaterialException e) {
        return new RealmProblem(
                file + " " + e.problem() + ". Put the file back from a copy, or make the realm anew.", e);
    }
}
