package hallpass.protocol;

import hallpass.crypto.SymmetricKey;
import java.util.List;

/**
 * The current keys of one party. A part encrypted under an older key opens until that key is
 * retired.
 */
public interface KeyRing {
    /** The key that encrypts new parts. */
    SymmetricKey newest();

    /** The other keys that are not retired; consulted only if the newest key fails. */
    List<SymmetricKey> others();

    static KeyRing of(SymmetricKey key) {
        return new KeyRing() {
            @Override
            public SymmetricKey newest() {
                return key;
            }

            @Override
            public List<SymmetricKey> others() {
                return List.of();
            }
        };
    }
}
