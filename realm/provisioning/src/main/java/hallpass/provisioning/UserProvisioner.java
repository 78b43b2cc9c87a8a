package hallpass.provisioning;

import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey.SaltedKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.protocol.Profile;
import hallpass.store.PrincipalStore;
import java.time.Instant;

/** Adds users to the KDC, each with a key made from a password. */
public record UserProvisioner(PrincipalStore principals, Profile profile, Randomness randomness) {
    /**
     * Adds one.
     *
     * @param password not changed and not kept
     * @return the version of the user's key
     * @throws RealmException if there is a principal of this name, or the store cannot be written
     */
    public int add(PrincipalName user, char[] password, Instant now) throws RealmException {
        return add(user, deriveKey(password), now);
    }

    /** What a guarded realm makes slowly, and so before anything is held open. The password is not changed and not kept. */
    public SaltedKey deriveKey(char[] password) {
        return profile.stringToKey().newKey("K_c", password, randomness);
    }

    public int add(PrincipalName user, SaltedKey key, Instant now) throws RealmException {
        return principals.add(PrincipalType.USER, user, profile.cipherSuite().name(), key.salt(), key.key(), now);
    }
}
