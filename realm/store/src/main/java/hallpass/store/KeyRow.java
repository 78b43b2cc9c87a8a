package hallpass.store;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** A row of the table principal_keys. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeyRow(long principalId, int version, String encryption, String salt, byte[] sealedKey, Instant createdAt) {
    /** Inserts this key, and deletes the principal's older keys. */
    void replaceOlderKeys(Handle handle) {
        handle.createUpdate("DELETE FROM principal_keys WHERE principal_id = :id")
                .bind("id", principalId)
                .execute();
        insert(handle);
    }

    /** Inserts this key, sets the retirement of older keys, and deletes retired keys. */
    void insertAndRetireOlderKeys(Handle handle, Instant retiresAt) {
        handle.createUpdate("DELETE FROM principal_keys WHERE principal_id = :id AND retires_at <= :now")
                .bind("id", principalId)
                .bind("now", createdAt.toEpochMilli())
                .execute();
        handle.createUpdate("""
                        UPDATE principal_keys SET retires_at = :at
                        WHERE principal_id = :id AND (retires_at IS NULL OR retires_at > :at)
                        """)
                .bind("id", principalId)
                .bind("at", retiresAt.toEpochMilli())
                .execute();
        insert(handle);
    }

    private void insert(Handle handle) {
        handle.createUpdate("""
                        INSERT INTO principal_keys (principal_id, version, encryption, salt, sealed_key, created_at)
                        VALUES (:id, :version, :encryption, :salt, :sealed, :now)
                        """)
                .bind("id", principalId)
                .bind("version", version)
                .bind("encryption", encryption)
                .bind("salt", salt)
                .bind("sealed", sealedKey)
                .bind("now", createdAt.toEpochMilli())
                .execute();
    }
}
