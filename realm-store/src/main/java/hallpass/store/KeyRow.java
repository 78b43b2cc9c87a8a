package hallpass.store;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** A row of principal_keys. */
@SuppressWarnings("ArrayRecordComponent") // written at once, and never compared
record KeyRow(long principalId, int version, String encryption, String salt, byte[] sealed, Instant createdAt) {
    /** Puts this key in the place of the principal's older ones. */
    void replaceOlder(Handle handle) {
        handle.createUpdate("DELETE FROM principal_keys WHERE principal_id = :id")
                .bind("id", principalId)
                .execute();
        handle.createUpdate("""
                        INSERT INTO principal_keys (principal_id, version, encryption, salt, sealed_key, created_at)
                        VALUES (:id, :version, :encryption, :salt, :sealed, :now)
                        """)
                .bind("id", principalId)
                .bind("version", version)
                .bind("encryption", encryption)
                .bind("salt", salt)
                .bind("sealed", sealed)
                .bind("now", createdAt.toEpochMilli())
                .execute();
    }
}
