package hallpass.pki;

import java.security.KeyPair;

/** Where RSA key pairs come from. Handed in, because making one takes a tenth of a second, and so that a test can. */
@FunctionalInterface
public interface KeyPairSource {
    /** A pair that nobody else has. */
    KeyPair next();
}
