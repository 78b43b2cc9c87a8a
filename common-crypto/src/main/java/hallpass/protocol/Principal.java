package hallpass.protocol;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.time.Instant;

/**
 * A party that the KDC shares a key with.
 *
 * @param createdAt when this account was made; one that is removed and made again is another account
 * @param removed whether it may no longer be served
 */
public record Principal(PrincipalName name, PrincipalType type, Instant createdAt, boolean removed, VersionedKey key) {
    /** The principal's key by its name in the protocol, such as {@code K_c (alice v2)}. */
    public SymmetricKey labelledKey(String label) {
        return key.labelled(label, name);
    }

    /** What a principal is: a person, or a server that tokens are issued for. */
    public enum PrincipalType {
        USER,
        SERVICE
    }

    /**
     * A principal's key and what one must know to make or use it again.
     *
     * @param version from 1, and one more with each new key
     * @param encryptionType the name of the encryption type, such as {@code aes128-ecb}
     * @param salt what the password was mixed with; empty where it was not, and where the key is random
     */
    public record VersionedKey(int version, String encryptionType, String salt, SymmetricKey value) {
        SymmetricKey labelled(String label, PrincipalName owner) {
            return value.withLabel(label + " (" + owner + " v" + version + ")");
        }
    }
}
