package hallpass.store;

import hallpass.pki.Certificates;
import hallpass.realm.RealmProblem;
import hallpass.store.LedgerEntry.Revocation;
import hallpass.wire.Bytes;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The authority's record of the certificates that it issued. One is recorded before anybody gets it, so that none exists
 * that cannot be revoked. What a method has stored is on the disk when it returns. Fails with {@link StoreException}.
 */
public final class CertificateLedger implements AutoCloseable {
    private static final String SELECT = """
            SELECT serial, subject, der, not_before, not_after, recorded_at, revoked_at, reason FROM certificates
            """;

    private final Database database;

    private CertificateLedger(Database database) {
        this.database = database;
    }

    /** What came of a revocation. */
    public enum Outcome {
        REVOKED,
        /** The earlier one stands, with its time and its reason. */
        ALREADY_REVOKED,
        NO_SUCH_CERTIFICATE
    }

    /** Makes an empty ledger, where none may be yet, and opens it. */
    public static CertificateLedger create(Path file) throws RealmProblem {
        NewDatabase.make(file, Schema.CERTIFICATES, NewDatabase.FirstContent.NONE);
        return open(file);
    }

    /** Opens the ledger in a file. */
    public static CertificateLedger open(Path file) throws RealmProblem {
        return new CertificateLedger(Database.open(file, Schema.CERTIFICATES));
    }

    /** A serial number as the ledger has it: hexadecimal in capitals, two digits a byte, as openssl shows it. */
    public static String serial(BigInteger number) {
        String hex = number.toString(16).toUpperCase(Locale.ROOT);
        return hex.length() % 2 == 0 ? hex : "0" + hex;
    }

    /**
     * Records a certificate.
     *
     * @return whether it is recorded; if not, another one has its serial, and this one must not be given to anybody
     */
    public boolean record(X509Certificate certificate, Instant now) {
        return database.write(handle -> handle.createUpdate("""
                                INSERT INTO certificates
                                    (id, serial, subject, der, not_before, not_after, recorded_at)
                                VALUES
                                    (:id, :serial, :subject, :der, :notBefore, :notAfter, :now)
                                ON CONFLICT (serial) DO NOTHING
                                """)
                        .bind("id", nextId(handle))
                        .bind("serial", serial(certificate.getSerialNumber()))
                        .bind("subject", Certificates.subjectName(certificate))
                        .bind("der", Certificates.encode(certificate).toArray())
                        .bind(
                                "notBefore",
                                certificate.getNotBefore().toInstant().toEpochMilli())
                        .bind("notAfter", certificate.getNotAfter().toInstant().toEpochMilli())
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1);
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
        return database.read(handle -> find(handle, canonical(serial)));
    }

    /** Revokes a certificate. */
    public Outcome revoke(String serial, RevocationReason reason, Instant now) {
        return database.write(handle -> {
            Optional<LedgerEntry> entry = find(handle, canonical(serial));
            if (entry.isEmpty()) {
                return Outcome.NO_SUCH_CERTIFICATE;
            }
            if (entry.get().revocation().isPresent()) {
                return Outcome.ALREADY_REVOKED;
            }
            handle.createUpdate("UPDATE certificates SET revoked_at = :now, reason = :reason WHERE serial = :serial")
                    .bind("now", now.toEpochMilli())
                    .bind("reason", reason.rfcName())
                    .bind("serial", entry.get().serial())
                    .execute();
            return Outcome.REVOKED;
        });
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
    private static String canonical(String serial) {
        String hex = serial.replace(":", "");
        return hex.matches("[0-9A-Fa-f]{1,40}") ? serial(new BigInteger(hex, 16)) : serial;
    }

    private static List<LedgerEntry> entries(Query query) {
        return query.map((row, context) -> entry(row)).list();
    }

    private static LedgerEntry entry(ResultSet row) throws SQLException {
        return new LedgerEntry(
                row.getString(1),
                row.getString(2),
                Bytes.of(row.getBytes(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                revocation(row.getLong(7), row.getString(8)));
    }

    private static Optional<Revocation> revocation(long at, @Nullable String reason) {
        return Optional.ofNullable(reason)
                .flatMap(RevocationReason::named)
                .map(named -> new Revocation(Instant.ofEpochMilli(at), named));
    }

    @Override
    public void close() {
        database.close();
    }
}
