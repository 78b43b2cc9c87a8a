package hallpass.as.violation;

import java.security.SecureRandom;

/** A fault on purpose: an exchange that makes its own randomness. */
public final class RandomExchange {
    byte[] answer() {
        return new SecureRandom().generateSeed(1);
    }
}
