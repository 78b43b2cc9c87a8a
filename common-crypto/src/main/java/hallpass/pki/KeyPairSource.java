package hallpass.pki;

import java.security.KeyPair;

/**
 * A source of RSA key pairs. Injected, because generation takes about 0.1 s and tests can reuse
 * pairs.
 */
@FunctionalInterface
public interface KeyPairSource {
    /** Returns a pair that no other call returns. */
    KeyPair next();
}
