package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.CertificateState.Revoked;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.realm.PemFiles;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The server's certificate and private key in its own folder, so that a restart does not register again. */
final class IdentityFiles {
    private static final int MAX_LINE = 1024;

    private final RealmFolder realm;

    IdentityFiles(RealmFolder realm) {
        this.realm = realm;
    }

    /**
     * The identity that was kept; empty if there is none yet, or its certificate has expired.
     *
     * @throws RealmProblem if the files cannot be used
     */
    Optional<ServerIdentity> load(PrincipalName self, CertificateCheck authority, Occasion at) throws RealmProblem {
        // The certificate is written last: where it is, the key is too.
        if (!Files.exists(realm.serverCertificate())) {
            return Optional.empty();
        }
        try {
            return Optional.of(ServerIdentity.checked(
                    self,
                    Certificates.encode(PemFiles.certificate(realm.serverCertificate())),
                    RsaKeys.encode(PemFiles.privateKey(realm.serverKey())),
                    authority,
                    at));
        } catch (Refusal refusal) {
            if (refusal.code() == ErrorCode.HP_ERR_CERTIFICATE_EXPIRED) {
                return Optional.empty();
            }
            if (refusal.code() == ErrorCode.HP_ERR_CERTIFICATE_NYV) {
                throw new RealmProblem(realm.serverCertificate() + " is not valid yet (" + refusal.reason()
                        + "): this machine's clock says " + at.now()
                        + ". Set the clock right, or remove the file to register anew.");
            }
            throw new RealmProblem(realm.serverCertificate() + " cannot be used, since "
                    + refusal.code().sentence() + " (" + refusal.reason() + "). Remove it to register anew.");
        }
    }

    /** Durable once this returns. */
    void keep(ServerIdentity identity) throws RealmProblem {
        removeCertificate();
        PemFiles.write(realm.serverKey(), identity.privateKey());
        PemFiles.write(realm.serverCertificate(), identity.certificate());
    }

    /** Whether a person wants the server to register anew. */
    boolean isEnrolmentAsked() {
        return Files.exists(realm.enrolmentRequest());
    }

    /** After {@link #keep}: what was asked for is done, and what was revoked is gone. */
    void enrolmentDone() throws RealmProblem {
        remove(realm.serverRevocation());
        remove(realm.enrolmentRequest());
    }

    /** So that a restart does not forget it while the authority is away. */
    void keepRevocation(BigInteger serial, Revoked revoked) throws RealmProblem {
        String line = Certificates.shown(serial) + " " + revoked.at() + " "
                + revoked.reason().rfcName() + "\n";
        PrivateFiles.write(realm.serverRevocation(), line.getBytes(StandardCharsets.US_ASCII));
    }

    /** That the certificate which is kept was revoked, if that is known. */
    Optional<Revoked> revocation() throws RealmProblem {
        if (!Files.exists(realm.serverRevocation()) || !Files.exists(realm.serverCertificate())) {
            return Optional.empty();
        }
        String text = new String(PrivateFiles.read(realm.serverRevocation(), MAX_LINE), StandardCharsets.US_ASCII);
        String[] words = text.strip().split(" ", -1);
        String kept = Certificates.shown(
                PemFiles.certificate(realm.serverCertificate()).getSerialNumber());
        try {
            // Of a former certificate: the process ended before it could remove this.
            return words.length == 3 && words[0].equals(kept)
                    ? RevocationReason.named(words[2]).map(reason -> new Revoked(Instant.parse(words[1]), reason))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            throw new RealmProblem(
                    realm.serverRevocation() + " does not say when the certificate was revoked. Remove it.", e);
        }
    }

    /** An old certificate must not stand beside a new key. */
    private void removeCertificate() throws RealmProblem {
        remove(realm.serverCertificate());
    }

    private static void remove(Path file) throws RealmProblem {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new RealmProblem(file + " cannot be removed. Remove it, and start again.", e);
        }
    }
}
