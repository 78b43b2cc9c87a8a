package hallpass.app;

import hallpass.config.PemFiles;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.ErrorCode;
import hallpass.message.PrincipalName;
import hallpass.pki.CertificateValidator;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.pki.RevocationStatus.Revoked;
import hallpass.pki.RsaKeys;
import hallpass.protocol.ExchangeContext;
import hallpass.protocol.Refusal;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The server's certificate and private key in its own folder, so that a restart does not register again. */
final class ServerIdentityFiles {
    private static final int MAX_LINE = 1024;

    private final RealmFolder realm;

    ServerIdentityFiles(RealmFolder realm) {
        this.realm = realm;
    }

    /**
     * The identity that was kept; empty if there is none yet, or its certificate has expired.
     *
     * @throws RealmException if the files cannot be used
     */
    Optional<ServerIdentity> load(PrincipalName self, CertificateValidator authority, ExchangeContext context)
            throws RealmException {
        // The certificate is written last: where it is, the key is too.
        if (!Files.exists(realm.serverCertificate())) {
            return Optional.empty();
        }
        try {
            return Optional.of(ServerIdentity.verified(
                    self,
                    Certificates.encode(PemFiles.readCertificate(realm.serverCertificate())),
                    RsaKeys.encode(PemFiles.readPrivateKey(realm.serverKey())),
                    authority,
                    context));
        } catch (Refusal refusal) {
            if (refusal.code() == ErrorCode.HP_ERR_CERTIFICATE_EXPIRED) {
                return Optional.empty();
            }
            if (refusal.code() == ErrorCode.HP_ERR_CERTIFICATE_NYV) {
                throw new RealmException(realm.serverCertificate() + " is not valid yet (" + refusal.reason()
                        + "): this machine's clock says " + context.now()
                        + ". Set the clock right, or remove the file to register anew.");
            }
            throw new RealmException(realm.serverCertificate() + " cannot be used, since "
                    + refusal.code().description() + " (" + refusal.reason() + "). Remove it to register anew.");
        }
    }

    /** Durable once this returns. */
    void save(ServerIdentity identity) throws RealmException {
        removeCertificate();
        PemFiles.write(realm.serverKey(), identity.privateKey());
        PemFiles.write(realm.serverCertificate(), identity.certificate());
    }

    /** Whether a person wants the server to register anew. */
    boolean isEnrolmentRequested() {
        return Files.exists(realm.enrolmentRequest());
    }

    /** After {@link #save}: what was asked for is done, and what was revoked is gone. */
    void clearEnrolmentRequest() throws RealmException {
        remove(realm.serverRevocation());
        remove(realm.enrolmentRequest());
    }

    /** So that a restart does not forget it while the authority is away. */
    void saveRevocation(BigInteger serial, Revoked revoked) throws RealmException {
        String line = Certificates.formatSerial(serial) + " " + revoked.revokedAt() + " "
                + revoked.reason().rfcName() + "\n";
        PrivateFiles.write(realm.serverRevocation(), line.getBytes(StandardCharsets.US_ASCII));
    }

    /** That the certificate which is kept was revoked, if that is known. */
    Optional<Revoked> loadRevocation() throws RealmException {
        if (!Files.exists(realm.serverRevocation()) || !Files.exists(realm.serverCertificate())) {
            return Optional.empty();
        }
        String text = new String(PrivateFiles.read(realm.serverRevocation(), MAX_LINE), StandardCharsets.US_ASCII);
        String[] words = text.strip().split(" ", -1);
        String currentSerial = Certificates.formatSerial(
                PemFiles.readCertificate(realm.serverCertificate()).getSerialNumber());
        try {
            // Of a former certificate: the process ended before it could remove this.
            return words.length == 3 && words[0].equals(currentSerial)
                    ? RevocationReason.named(words[2]).map(reason -> new Revoked(Instant.parse(words[1]), reason))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            throw new RealmException(
                    realm.serverRevocation() + " does not say when the certificate was revoked. Remove it.", e);
        }
    }

    /** An old certificate must not stand beside a new key. */
    private void removeCertificate() throws RealmException {
        remove(realm.serverCertificate());
    }

    private static void remove(Path file) throws RealmException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new RealmException(file + " cannot be removed. Remove it, and start again.", e);
        }
    }
}
