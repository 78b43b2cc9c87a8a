package hallpass.protocol;

import hallpass.crypto.GuessablePassphrases;
import hallpass.crypto.PasswordToKey;
import hallpass.crypto.PasswordToKey.NewKey;
import hallpass.crypto.Randomness;
import hallpass.crypto.SymmetricKey;
import hallpass.trace.Deed;
import java.util.Arrays;

/** Makes the keys of services, of which the KDC gives everybody ciphertext who asks for a token. */
@FunctionalInterface
public interface NewServiceKeys {
    Made make(String label, Randomness randomness);

    /**
     * @param deed how it was made
     * @param salt what its passphrase was mixed with; empty where it was not
     */
    record Made(SymmetricKey key, String salt, Deed deed) {}

    /** Keys that nobody can guess. */
    static NewServiceKeys random(int bytes, Deed deed) {
        return (label, randomness) -> new Made(SymmetricKey.random(label, bytes, randomness), "", deed);
    }

    /** Keys made from passphrases as administrators choose them, which can be guessed. */
    static NewServiceKeys fromPassphrases(PasswordToKey passwords) {
        return (label, randomness) -> {
            char[] passphrase = GuessablePassphrases.choose(randomness);
            NewKey made = passwords.newKey(label, passphrase, randomness);
            Arrays.fill(passphrase, '\0');
            return new Made(made.key(), made.salt(), Deed.SERVICE_KEY_FROM_PASSPHRASE);
        };
    }
}
