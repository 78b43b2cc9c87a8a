package hallpass.protocol;

import hallpass.crypto.GuessablePassphrases;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey;
import hallpass.crypto.StringToKey.SaltedKey;
import hallpass.crypto.SymmetricKey;
import hallpass.trace.Action;
import java.util.Arrays;

/** Makes the keys of services, of which the KDC gives everybody ciphertext who asks for a token. */
@FunctionalInterface
public interface ServiceKeyGenerator {
    GeneratedServiceKey generate(String label, Randomness randomness);

    /**
     * @param action how it was made
     * @param salt what its passphrase was mixed with; empty where it was not
     */
    record GeneratedServiceKey(SymmetricKey key, String salt, Action action) {}

    /** Keys that nobody can guess. */
    static ServiceKeyGenerator random(int bytes, Action action) {
        return (label, randomness) ->
                new GeneratedServiceKey(SymmetricKey.random(label, bytes, randomness), "", action);
    }

    /** Keys made from passphrases as administrators choose them, which can be guessed. */
    static ServiceKeyGenerator fromPassphrase(StringToKey passwords) {
        return (label, randomness) -> {
            char[] passphrase = GuessablePassphrases.choose(randomness);
            SaltedKey made = passwords.newKey(label, passphrase, randomness);
            Arrays.fill(passphrase, '\0');
            return new GeneratedServiceKey(made.key(), made.salt(), Action.SERVICE_KEY_DERIVED);
        };
    }
}
