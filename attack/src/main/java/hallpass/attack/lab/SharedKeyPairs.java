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
    private final List<KeyPair> made = new ArrayList<>();

    /** For one realm: from the first one on. */
    KeyPairSource ofOneRealm() {
        AtomicInteger given = new AtomicInteger();
        return () -> number(given.getAndIncrement());
    }

    private synchronized KeyPair number(int index) {
        while (made.size() <= index) {
            made.add(RsaKeys.newPair());
        }
        return made.get(index);
    }
}
