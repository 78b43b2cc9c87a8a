package hallpass.as.planted;

import java.security.SecureRandom;

/** A fault on purpose: an exchange that makes its own randomness. */
public final class AskingRandomExchange {
    byte[] answer() {
        return new SecureRandom().generateSeed(1);
    }
}
