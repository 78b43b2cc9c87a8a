package hallpass.attack.lab;

import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Key pairs that many throw-away realms have in common, because making one takes longer than most attacks. No two holders
 * within one realm have the same.
 */
final class SharedKeyPairs {
    private final List<KeyPair> keyPairs = new ArrayList<>();

    /** For one realm: from the first one on. */
    KeyPairSource forRealm() {
        AtomicInteger next = new AtomicInteger();
        return () -> keyPair(next.getAndIncrement());
    }

    private synchronized KeyPair keyPair(int index) {
        while (keyPairs.size() <= index) {
            keyPairs.add(RsaKeys.generateKeyPair());
        }
        return keyPairs.get(index);
    }
}
