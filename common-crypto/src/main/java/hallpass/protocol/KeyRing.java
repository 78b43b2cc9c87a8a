package hallpass.protocol;

import hallpass.crypto.SymmetricKey;
import java.util.List;

/** The keys of one party. What was sealed under an older one still opens until that one is retired. */
public interface KeyRing {
    /** What is sealed from now on is sealed under this. */
    SymmetricKey newest();

    /** The others that may still open something; asked for only when the newest does not. */
    List<SymmetricKey> others();

    /** A ring of one key. */
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
