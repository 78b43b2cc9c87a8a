package hallpass.store;

import hallpass.config.RealmException;
import hallpass.message.PrincipalName;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.pki.RevokedCertificate;
import hallpass.store.LedgerEntry.Revocation;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The authority's record of the certificates that it issued. A serial number is reserved before anything is signed, so that
 * no certificate exists that cannot be revoked. What a method has stored is on the disk when it returns. Fails with {@link StoreException}.
 */
public final class CertificateLedger extends DatabaseStore {
    private static final String SELECT = """
            SELECT serial, subject, der, not_before, not_after, recorded_at, revoked_at, reason FROM certificates
            """;

    private CertificateLedger(Database database) {
        super(database);
    }

    /** What came of a revocation. */
    public enum RevocationOutcome {
        REVOKED,
        /** The earlier one stands, with its time and its reason. */
        ALREADY_REVOKED,
        NO_SUCH_CERTIFICATE
    }

    /** Makes an empty ledger, where none may be yet, and opens it. */
    static CertificateLedger create(DatabaseLocation location) throws RealmException {
        location.create(DatabaseSchema.CERTIFICATES, DatabaseLocation.InitialContent.EMPTY);
        return open(location);
    }

    /** Opens the ledger at a place. */
    static CertificateLedger open(DatabaseLocation location) throws RealmException {
        return new CertificateLedger(location.open(DatabaseSchema.CERTIFICATES, DatabaseLocation.Verifier.ACCEPT_ALL));
    }

    /** A serial number as the ledger has it: hexadecimal in capitals, two digits a byte, as openssl shows it. */
    public static String formatSerial(BigInteger number) {
        return Certificates.formatSerial(number);
    }

    /**
     * Takes a serial number for a certificate that is about to be signed: from now on it can be revoked.
     *
     * @param serial as {@link #formatSerial} gives it
     * @return whether it is taken; if not, another certificate has it
     */
    public boolean reserve(String serial, PrincipalName subject, Instant notBefore, Instant notAfter, Instant now) {
        return database.write(handle -> insert(handle, serial, subject.text(), notBefore, notAfter, now));
    }

    /**
     * Records the certificate that a serial number was reserved for.
     *
     * @param der the certificate itself
     * @return whether it may be given to anybody: not if it was revoked meanwhile, or was never reserved
     */
    public boolean complete(String serial, Bytes der) {
        return database.write(handle -> complete(handle, canonicalSerial(serial), der));
    }

    /**
     * Records a certificate in one step.
     *
     * @return whether it is recorded; if not, another one has its serial, and this one must not be given to anybody
     */
    public boolean record(X509Certificate certificate, Instant now) {
        String serial = formatSerial(certificate.getSerialNumber());
        return database.write(handle -> insert(
                        handle,
                        serial,
                        Certificates.subjectName(certificate),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant(),
                        now)
                && complete(handle, serial, Certificates.encode(certificate)));
    }

    private static boolean insert(
            Handle handle, String serial, String subject, Instant notBefore, Instant notAfter, Instant now) {
        return handle.createUpdate("""
                                INSERT INTO certificates
                                    (id, serial, subject, not_before, not_after, recorded_at)
                                VALUES
                                    (:id, :serial, :subject, :notBefore, :notAfter, :now)
                                ON CONFLICT (serial) DO NOTHING
                                """)
                        .bind("id", nextId(handle))
                        .bind("serial", serial)
                        .bind("subject", subject)
                        .bind("notBefore", notBefore.toEpochMilli())
                        .bind("notAfter", notAfter.toEpochMilli())
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    private static boolean complete(Handle handle, String serial, Bytes der) {
        Optional<LedgerEntry> reserved =
                find(handle, serial).filter(entry -> entry.der().isEmpty());
        handle.createUpdate("UPDATE certificates SET der = :der WHERE serial = :serial AND der IS NULL")
                .bind("der", der.toArray())
                .bind("serial", serial)
                .execute();
        return reserved.isPresent() && reserved.get().revocation().isEmpty();
    }

    /** All certificates in the order in which they were recorded. */
    public List<LedgerEntry> list() {
        return database.read(handle -> entries(handle.createQuery(SELECT + "ORDER BY id")));
    }

    /**
     * The certificate with a serial number.
     *
     * @param serial in hexadecimal, with or without colons, in letters of any case
     */
    public Optional<LedgerEntry> find(String serial) {
        return database.read(handle -> find(handle, canonicalSerial(serial)));
    }

    /** Revokes a certificate. */
    public RevocationOutcome revoke(String serial, RevocationReason reason, Instant now) {
        return database.write(handle -> {
            Optional<LedgerEntry> entry = find(handle, canonicalSerial(serial));
            if (entry.isEmpty()) {
                return RevocationOutcome.NO_SUCH_CERTIFICATE;
            }
            if (entry.get().revocation().isPresent()) {
                return RevocationOutcome.ALREADY_REVOKED;
            }
            handle.createUpdate("UPDATE certificates SET revoked_at = :now, reason = :reason WHERE serial = :serial")
                    .bind("now", now.toEpochMilli())
                    .bind("reason", reason.rfcName())
                    .bind("serial", entry.get().serial())
                    .execute();
            handle.execute("UPDATE ledger_state SET changes = changes + 1");
            return RevocationOutcome.REVOKED;
        });
    }

    /** All that is revoked, in the order in which it was recorded; what was only reserved is among it. */
    public List<RevokedCertificate> revoked() {
        return database
                .read(handle -> entries(handle.createQuery(SELECT + "WHERE revoked_at IS NOT NULL ORDER BY id")))
                .stream()
                .flatMap(entry -> entry
                        .revocation()
                        .map(revocation -> new RevokedCertificate(
                                new BigInteger(entry.serial(), 16), revocation.revokedAt(), revocation.reason()))
                        .stream())
                .toList();
    }

    /** A number that rises with every revocation, whichever process does it. */
    public long changeCounter() {
        return database.read(handle -> readState(handle, "changes"));
    }

    /** The number of the next list of revoked certificates (RFC 5280 §5.2.3): above all before it, never given twice. */
    public long nextCrlNumber() {
        return database.write(handle -> {
            handle.execute("UPDATE ledger_state SET crl_number = crl_number + 1");
            return readState(handle, "crl_number");
        });
    }

    private static long readState(Handle handle, String column) {
        return handle.createQuery("SELECT " + column + " FROM ledger_state")
                .mapTo(Long.class)
                .one();
    }

    private static Optional<LedgerEntry> find(Handle handle, String serial) {
        return entries(handle.createQuery(SELECT + "WHERE serial = ?").bind(0, serial)).stream()
                .findFirst();
    }

    private static long nextId(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(id), 0) + 1 FROM certificates")
                .mapTo(Long.class)
                .one();
    }

    /** What is no hexadecimal number stays as it is, and is the serial of no certificate. */
    private static String canonicalSerial(String serial) {
        String hex = serial.replace(":", "");
        return hex.matches("[0-9A-Fa-f]{1,40}") ? formatSerial(new BigInteger(hex, 16)) : serial;
    }

    private static List<LedgerEntry> entries(Query query) {
        return query.map((row, context) -> entry(row)).list();
    }

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getString(1),
                row.getString(2),
                Optional.ofNullable(row.getBytes(3)).map(Bytes::of),
                Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                revocation(row.getLong(7), row.getString(8)));
    }

    private static Optional<Revocation> revocation(long revokedAtMillis, @Nullable String reason) {
        return Optional.ofNullable(reason)
                .flatMap(RevocationReason::named)
                .map(named -> new Revocation(Instant.ofEpochMilli(revokedAtMillis), named));
    }
}
