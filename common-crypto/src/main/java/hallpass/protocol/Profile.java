package hallpass.protocol;

import hallpass.crypto.AesEcb;
import hallpass.crypto.CipherSuite;
import hallpass.crypto.ClassicPasswordToKey;
import hallpass.crypto.PasswordToKey;
import java.util.Optional;

/**
 * The strategies that a realm is built with. An exchange is handed what it needs of them, and never asks which profile
 * it runs under.
 *
 * @param name as {@code realm.toml} calls it
 */
public record Profile(String name, CipherSuite suite, PasswordToKey passwordToKey) {
    /** The protocol as the textbooks first draw it, without guards: weak on purpose. */
    public static final Profile CLASSIC = new Profile("classic", new AesEcb(), new ClassicPasswordToKey());

    /** The profile of a name; empty for a name that this version does not know. */
    public static Optional<Profile> named(String name) {
        return name.equals(CLASSIC.name) ? Optional.of(CLASSIC) : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
