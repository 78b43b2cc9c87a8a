package hallpass.app;

import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateCheck;
import hallpass.pki.Certificates;
import hallpass.pki.RsaKeys;
import hallpass.protocol.Occasion;
import hallpass.protocol.Refusal;
import hallpass.realm.PemFiles;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** The server's certificate and private key in its own folder, so that a restart does not register again. */
final class IdentityFiles {
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

    /** An old certificate must not stand beside a new key. */
    private void removeCertificate() throws RealmProblem {
        try {
            Files.deleteIfExists(realm.serverCertificate());
        } catch (IOException e) {
            throw new RealmProblem(realm.serverCertificate() + " cannot be removed. Remove it, and start again.", e);
        }
    }
}
