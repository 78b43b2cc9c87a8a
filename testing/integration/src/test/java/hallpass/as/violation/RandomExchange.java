package hallpass.as.violation;

import java.security.SecureRandom;

/** Violates a rule: an exchange makes randomness. */
public final class RandomExchange {
    byte[] answer() {
        return new SecureRandom().generateSeed(1);
    }
}
