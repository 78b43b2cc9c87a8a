package hallpass.app;

import hallpass.config.PemFiles;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
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
import hallpass.trace.PrintableText;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Files with the server's certificate, private key and revocation, so that a restarted server does
 * not have to enrol again.
 */
final class ServerIdentityFiles {
    private static final int MAX_LINE = 1024;

    /** Errors in the files of an identity that a new identity replaces. */
    private static final Set<RealmError> CURED_BY_ENROLMENT =
            EnumSet.of(RealmError.CORRUPT_FILE, RealmError.REALM_INCOMPLETE, RealmError.FILE_TOO_LARGE);

    private final RealmFolder realm;

    ServerIdentityFiles(RealmFolder realm) {
        this.realm = realm;
    }

    /**
     * Loads the stored identity; empty if there is none, or if its certificate has expired. If a
     * new enrolment is requested, an identity that cannot be used counts as none.
     *
     * @throws RealmException if the files cannot be used
     */
    Optional<ServerIdentity> load(PrincipalName serverName, CertificateValidator authority, ExchangeContext context)
            throws RealmException {
        // The certificate is written last: if it exists, so does the key.
        if (!Files.exists(realm.serverCertificate())) {
            return Optional.empty();
        }
        try {
            return loadStored(serverName, authority, context);
        } catch (RealmException e) {
            if (isEnrolmentRequested()) {
                return Optional.empty();
            }
            throw CURED_BY_ENROLMENT.contains(e.error()) ? unusable(" cannot be used. " + e.description()) : e;
        }
    }

    private Optional<ServerIdentity> loadStored(
            PrincipalName serverName, CertificateValidator authority, ExchangeContext context) throws RealmException {
        try {
            return Optional.of(ServerIdentity.verified(
                    serverName,
                    Certificates.encode(PemFiles.readCertificate(realm.serverCertificate())),
                    RsaKeys.encode(PemFiles.readPrivateKey(realm.serverKey())),
                    authority,
                    context));
        } catch (Refusal refusal) {
            if (refusal.code() == ErrorCode.HP_ERR_CERTIFICATE_EXPIRED) {
                return Optional.empty();
            }
            if (refusal.code() == ErrorCode.HP_ERR_CERTIFICATE_NYV) {
                throw unusable(" is not valid yet (" + refusal.reason() + "): this machine's clock says "
                        + context.now() + ".");
            }
            throw unusable(" cannot be used, because " + refusal.code().description() + " (" + refusal.reason() + ").");
        }
    }

    private RealmException unusable(String problem) {
        String file = realm.serverCertificate().toString();
        return new RealmException(RealmError.SERVER_CERTIFICATE_UNUSABLE, file, PrintableText.escape(file) + problem);
    }

    /** Stores an identity durably. */
    void save(ServerIdentity identity) throws RealmException {
        realm.requireUnchanged();
        // An old certificate must never stand beside a new key.
        PrivateFiles.delete(realm.serverCertificate());
        PemFiles.write(realm.serverKey(), identity.privateKey());
        PemFiles.write(realm.serverCertificate(), identity.certificate());
    }

    /** Whether the operator requested a new enrolment. */
    boolean isEnrolmentRequested() {
        return Files.exists(realm.enrolmentRequest());
    }

    /** Removes the enrolment request and the revocation, after {@link #save}. */
    void clearEnrolmentRequest() throws RealmException {
        realm.requireUnchanged();
        PrivateFiles.delete(realm.serverRevocation());
        PrivateFiles.delete(realm.enrolmentRequest());
    }

    /** Stores the revocation for a restart during which the authority is unreachable. */
    void saveRevocation(BigInteger serial, Revoked revoked) throws RealmException {
        String line = Certificates.formatSerial(serial) + " " + revoked.revokedAt() + " "
                + revoked.reason().rfcName() + "\n";
        realm.requireUnchanged();
        PrivateFiles.write(realm.serverRevocation(), line.getBytes(StandardCharsets.US_ASCII));
    }

    /** The revocation of the stored certificate; empty if none is known. */
    Optional<Revoked> loadRevocation() throws RealmException {
        try {
            return loadStoredRevocation();
        } catch (RealmException e) {
            if (isEnrolmentRequested()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Revoked> loadStoredRevocation() throws RealmException {
        if (!Files.exists(realm.serverRevocation()) || !Files.exists(realm.serverCertificate())) {
            return Optional.empty();
        }
        String text = new String(PrivateFiles.read(realm.serverRevocation(), MAX_LINE), StandardCharsets.US_ASCII);
        String[] words = text.strip().split(" ", -1);
        String currentSerial = Certificates.formatSerial(
                PemFiles.readCertificate(realm.serverCertificate()).getSerialNumber());
        try {
            // Another serial number is that of a previous certificate: the process ended before it
            // removed the file.
            return words.length == 3 && words[0].equals(currentSerial)
                    ? RevocationReason.named(words[2]).map(reason -> new Revoked(Instant.parse(words[1]), reason))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            String file = realm.serverRevocation().toString();
            throw new RealmException(
                    RealmError.SERVER_CERTIFICATE_UNUSABLE,
                    file,
                    PrintableText.escape(file) + " has no valid time of revocation.",
                    e);
        }
    }
}
