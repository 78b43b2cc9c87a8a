package hallpass.protocol;

import hallpass.crypto.GuessablePassphrases;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey;
import hallpass.crypto.StringToKey.SaltedKey;
import hallpass.crypto.SymmetricKey;
import hallpass.trace.Action;
import java.util.Arrays;

/**
 * Generates the keys of services. The KDC issues ciphertext under these keys to every client that
 * requests a token.
 */
@FunctionalInterface
public interface ServiceKeyGenerator {
    GeneratedServiceKey generate(String label, Randomness randomness);

    /**
     * @param salt salt of the passphrase; empty if the key is random or unsalted
     * @param action the trace action that describes the key's origin
     */
    record GeneratedServiceKey(SymmetricKey key, String salt, Action action) {}

    /** Random keys. */
    static ServiceKeyGenerator random(int bytes, Action action) {
        return (label, randomness) ->
                new GeneratedServiceKey(SymmetricKey.random(label, bytes, randomness), "", action);
    }

    /**
     * Keys from guessable passphrases, as administrators choose them: the weakness of classic
     * realms.
     */
    static ServiceKeyGenerator fromPassphrase(StringToKey passwords) {
        return (label, randomness) -> {
            char[] passphrase = GuessablePassphrases.choose(randomness);
            SaltedKey made = passwords.newKey(label, passphrase, randomness);
            Arrays.fill(passphrase, '\0');
            return new GeneratedServiceKey(made.key(), made.salt(), Action.SERVICE_KEY_DERIVED);
        };
    }
}
