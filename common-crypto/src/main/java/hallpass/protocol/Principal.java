package hallpass.protocol;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.time.Instant;

/**
 * A user or service that shares a key with the KDC.
 *
 * @param createdAt creation time of this account; a removed and recreated account is a different
 *     one
 * @param removed whether the account is disabled
 */
public record Principal(PrincipalName name, PrincipalType type, Instant createdAt, boolean removed, VersionedKey key) {
    /** The key with a trace label such as {@code K_c (alice v2)}. */
    public SymmetricKey labelledKey(String label) {
        return key.labelled(label, name);
    }

    /** The type is stored in the database by name. */
    public enum PrincipalType {
        USER,
        SERVICE
    }

    /**
     * A key with its version and encryption type (RFC 4120 §5.2.9: kvno, etype).
     *
     * @param version starts at 1 and increases by 1 with each new key
     * @param encryptionType the name of the encryption type, such as {@code aes128-ecb}
     * @param salt of the password; empty for random and for unsalted keys
     */
    public record VersionedKey(int version, String encryptionType, String salt, SymmetricKey value) {
        SymmetricKey labelled(String label, PrincipalName owner) {
            return value.withLabel(label + " (" + owner + " v" + version + ")");
        }
    }
}
