package hallpass.provisioning;

import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey.SaltedKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.protocol.Profile;
import hallpass.store.PrincipalStore;
import java.time.Instant;

/** Adds users to the principal database, with keys derived from passwords. */
public record UserProvisioner(PrincipalStore principals, Profile profile, Randomness randomness) {
    /**
     * Adds a user.
     *
     * @param password neither modified nor retained
     * @return the version of the user's key
     * @throws RealmException if the principal exists
     */
    public int add(PrincipalName user, char[] password, Instant now) throws RealmException {
        return add(user, deriveKey(password), now);
    }

    /**
     * Derives a key from a password. This is slow in a hardened realm, so callers derive the key
     * before they lock the audit log.
     *
     * @param password neither modified nor retained
     */
    public SaltedKey deriveKey(char[] password) {
        return profile.stringToKey().newKey("K_c", password, randomness);
    }

    /** Adds a user with a key from {@link #deriveKey}. */
    public int add(PrincipalName user, SaltedKey key, Instant now) throws RealmException {
        return principals.add(PrincipalType.USER, user, profile.cipherSuite().name(), key.salt(), key.key(), now);
    }
}
