package hallpass.store;

import hallpass.message.PrincipalName;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.PrincipalType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A row of the principals table, joined with the row of its newest key. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PrincipalRow(
        long id,
        String name,
        PrincipalType kind,
        Instant createdAt,
        Optional<Instant> removedAt,
        int version,
        String encryption,
        String salt,
        byte[] sealedKey,
        Instant keyCreatedAt) {
    private static final String SELECT = """
            SELECT p.id, p.name, p.kind, p.created_at, p.removed_at,
                   k.version, k.encryption, k.salt, k.sealed_key, k.created_at
            FROM principals p
            JOIN principal_keys k ON k.principal_id = p.id
                 AND k.version = (SELECT MAX(n.version) FROM principal_keys n WHERE n.principal_id = p.id)
            """;

    static final String FIND_BY_NAME = SELECT + "WHERE p.name = ?";

    static Optional<PrincipalRow> find(Handle handle, PrincipalName name) {
        return handle.createQuery(FIND_BY_NAME)
                .bind(0, name.text())
                .map((row, context) -> of(row))
                .findOne();
    }

    static List<PrincipalEntry> list(Handle handle) {
        return handle.createQuery(SELECT + "ORDER BY p.name")
                .map((row, context) -> of(row).toEntry())
                .list();
    }

    /** The next free id; valid within the current transaction. */
    static long nextId(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(id), 0) + 1 FROM principals")
                .mapTo(Long.class)
                .one();
    }

    /** As in {@link PrincipalStore#keys}. */
    static List<KeyEntry> keys(Handle handle) {
        return handle.createQuery("""
                        SELECT p.name, p.kind, k.version, k.encryption, k.created_at, k.retires_at
                        FROM principals p JOIN principal_keys k ON k.principal_id = p.id
                        WHERE p.removed_at IS NULL
                        ORDER BY p.name, k.version DESC
                        """)
                .map((row, context) -> new KeyEntry(
                        new PrincipalName(row.getString(1)),
                        PrincipalType.valueOf(row.getString(2)),
                        row.getInt(3),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        instant(row, 6)))
                .list();
    }

    /** As in {@link PrincipalStore#keysOf}. */
    static List<Principal.VersionedKey> keysOf(
            Handle handle, PrincipalName name, Instant now, PrincipalKeySealer keySealer) {
        return handle.createQuery("""
                        SELECT k.version, k.encryption, k.salt, k.sealed_key
                        FROM principals p JOIN principal_keys k ON k.principal_id = p.id
                        WHERE p.name = :name AND (k.retires_at IS NULL OR k.retires_at > :now)
                        ORDER BY k.version DESC
                        """)
                .bind("name", name.text())
                .bind("now", now.toEpochMilli())
                .map((row, context) -> new Principal.VersionedKey(
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        keySealer.open(name, row.getInt(1), row.getBytes(4))))
                .list();
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    static PrincipalRow of(ResultSet row) throws SQLException {
        return new PrincipalRow(
                row.getLong(1),
                row.getString(2),
                PrincipalType.valueOf(row.getString(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                instant(row, 5),
                row.getInt(6),
                row.getString(7),
                row.getString(8),
                row.getBytes(9),
                Instant.ofEpochMilli(row.getLong(10)));
    }

    /** Decrypts the key with the requested name, so that a renamed row is detected. */
    Principal toPrincipal(PrincipalName requestedName, PrincipalKeySealer keySealer) {
        Principal.VersionedKey key = new Principal.VersionedKey(
                version, encryption, salt, keySealer.open(requestedName, version, sealedKey));
        return new Principal(requestedName, kind, createdAt, removedAt.isPresent(), key);
    }

    private PrincipalEntry toEntry() {
        return new PrincipalEntry(
                new PrincipalName(name), kind, createdAt, removedAt, version, encryption, keyCreatedAt);
    }
}
