package hallpass.testkit;

import hallpass.pki.KeyPairSource;
import hallpass.pki.RsaKeys;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * RSA key pairs that the realms of a JVM share, because generating one takes longer than starting
 * a realm. Two key holders of the same realm never get the same pair.
 */
final class SharedKeyPairs {
    private static final SharedKeyPairs OF_THIS_JVM = new SharedKeyPairs();

    private final List<KeyPair> keyPairs = new ArrayList<>();

    private SharedKeyPairs() {}

    /** The key pairs of one realm, which always begin with the same one. */
    static KeyPairSource forRealm() {
        AtomicInteger next = new AtomicInteger();
        return () -> OF_THIS_JVM.keyPair(next.getAndIncrement());
    }

    private synchronized KeyPair keyPair(int index) {
        while (keyPairs.size() <= index) {
            keyPairs.add(RsaKeys.generateKeyPair());
        }
        return keyPairs.get(index);
    }
}
