package hallpass.config;

import hallpass.crypto.SecretBytes;
import hallpass.pki.CertificateAuthority;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Crl;
import hallpass.pki.KeyMaterialException;
import hallpass.pki.Pem;
import hallpass.trace.PrintableText;
import hallpass.wire.Bytes;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;

/** Reads and writes the PEM files of a realm: certificates, private keys and CRLs. */
public final class PemFiles {
    private static final int MAX_FILE = 64 * 1024;

    private PemFiles() {}

    /**
     * @throws RealmException if the file is missing, or not a certificate
     */
    public static X509Certificate readCertificate(Path file) throws RealmException {
        try {
            return Pem.decodeCertificate(PrivateFiles.read(file, MAX_FILE));
        } catch (KeyMaterialException e) {
            throw invalidFile(file, e);
        }
    }

    /**
     * Reads a CA certificate and returns a validator that trusts it.
     *
     * @throws RealmException if the file is missing, or not a CA certificate
     */
    public static CertificateValidator readTrustedValidator(Path file) throws RealmException {
        try {
            return CertificateValidator.trusting(readCertificate(file));
        } catch (KeyMaterialException e) {
            throw invalidFile(file, e);
        }
    }

    /**
     * Reads the certificate and the private key of a CA.
     *
     * @throws RealmException if a file is unusable, or the key does not match the certificate
     */
    public static CertificateAuthority readAuthority(Path certificate, Path key) throws RealmException {
        try {
            return CertificateAuthority.of(readCertificate(certificate), readPrivateKey(key));
        } catch (KeyMaterialException e) {
            throw new RealmException(
                    RealmError.MISMATCHED_FILES,
                    certificate.toString(),
                    PrintableText.escape(certificate.toString()) + " " + e.problem() + ".",
                    e);
        }
    }

    /**
     * @throws RealmException if the file is missing, accessible to other users, or not an RSA key
     */
    public static RSAPrivateCrtKey readPrivateKey(Path file) throws RealmException {
        byte[] content = PrivateFiles.readSecret(file, MAX_FILE);
        try {
            return Pem.decodePrivateKey(SecretBytes.of(content));
        } catch (KeyMaterialException e) {
            throw invalidFile(file, e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** @param certificate in DER */
    public static void write(Path file, Bytes certificate) throws RealmException {
        PrivateFiles.write(file, Pem.encode(certificate));
    }

    public static void write(Path file, PrivateKey key) throws RealmException {
        byte[] content = Pem.encode(key).expose();
        try {
            PrivateFiles.write(file, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * @throws RealmException if the file is missing, or not a CRL
     */
    public static Crl readRevocationList(Path file) throws RealmException {
        try {
            return Pem.decodeCrl(PrivateFiles.read(file, 2 * Crl.MAX_ENCODED));
        } catch (KeyMaterialException e) {
            throw invalidFile(file, e);
        }
    }

    public static void write(Path file, Crl crl) throws RealmException {
        PrivateFiles.write(file, Pem.encode(crl));
    }

    private static RealmException invalidFile(Path file, KeyMaterialException e) {
        return new RealmException(
                RealmError.CORRUPT_FILE,
                file.toString(),
                PrintableText.escape(file.toString()) + " " + e.problem() + ".",
                e);
    }
}
