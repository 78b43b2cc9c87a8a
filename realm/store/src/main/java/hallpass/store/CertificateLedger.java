package hallpass.store;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.message.PrincipalName;
import hallpass.pki.Certificates;
import hallpass.pki.RevocationReason;
import hallpass.pki.RevokedCertificate;
import hallpass.store.LedgerEntry.Revocation;
import hallpass.trace.PrintableText;
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
 * The CA's database of issued certificates. A serial number is reserved before the certificate is
 * signed, so that every certificate can be revoked. Changes are durable when a method returns.
 */
public final class CertificateLedger extends DatabaseStore {
    private static final String SELECT = """
        SELECT serial, subject, der, not_before, not_after, recorded_at, revoked_at, reason FROM certificates
        """;

    private CertificateLedger(Database database) {
        super(database);
    }

    /** The result of {@link #revoke}. */
    public enum RevocationOutcome {
        REVOKED,
        /** The time and reason of the earlier revocation are kept. */
        ALREADY_REVOKED,
        NO_SUCH_CERTIFICATE
    }

    /** Creates and opens an empty ledger. */
    static CertificateLedger create(DatabaseLocation location) throws RealmException {
        location.create(DatabaseSchema.CERTIFICATES, DatabaseLocation.InitialContent.EMPTY);
        return open(location);
    }

    static CertificateLedger open(DatabaseLocation location) throws RealmException {
        return new CertificateLedger(
                location.open(DatabaseSchema.CERTIFICATES, handle -> requireState(handle, location.name())));
    }

    private static void requireState(Handle handle, String name) throws RealmException {
        if (handle.createQuery("SELECT id FROM ledger_state")
                .mapTo(Long.class)
                .findOne()
                .isEmpty()) {
            throw new RealmException(
                    RealmError.REALM_INCOMPLETE,
                    name,
                    "The database " + PrintableText.escape(name) + " of the certificates lacks the CRL number.");
        }
    }

    /** Formats a serial number as openssl does: upper-case hexadecimal, two digits a byte. */
    public static String formatSerial(BigInteger number) {
        return Certificates.formatSerial(number);
    }

    /**
     * Reserves a serial number for a certificate that is about to be signed.
     *
     * @param serial as formatted by {@link #formatSerial}
     * @return false if another certificate has this serial number
     */
    public boolean reserve(String serial, PrincipalName subject, Instant notBefore, Instant notAfter, Instant now) {
        return database.write(handle -> insert(handle, serial, subject.text(), notBefore, notAfter, now));
    }

    /**
     * Stores the certificate for a reserved serial number.
     *
     * @param der the encoded certificate
     * @return false if the serial number was revoked in the meantime, or never reserved: the
     *     certificate must not be published
     */
    public boolean complete(String serial, Bytes der) {
        return database.write(handle -> complete(handle, canonicalSerial(serial), der));
    }

    /**
     * Reserves the serial number of a certificate and stores the certificate.
     *
     * @return false if another certificate has this serial number: the certificate must not be
     *     published
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

    /** All certificates in the order of recording. */
    public List<LedgerEntry> list() {
        return database.read(handle -> entries(handle.createQuery(SELECT + "ORDER BY id")));
    }

    /** @param serial in hexadecimal, with or without colons, in upper or lower case */
    public Optional<LedgerEntry> find(String serial) {
        return database.read(handle -> find(handle, canonicalSerial(serial)));
    }

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

    /** All revoked serial numbers in the order of recording, including mere reservations. */
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

    /** A counter of revocations by all processes. */
    public long changeCounter() {
        return database.read(handle -> readState(handle, "changes"));
    }

    /** Allocates the next CRL number (RFC 5280 §5.2.3), which is greater than all before. */
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

    /** Returns other texts than hexadecimal numbers unchanged: they match no serial number. */
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
