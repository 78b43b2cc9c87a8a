package hallpass.provisioning;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.crypto.BadPasswordException;
import hallpass.crypto.PasswordProfile;
import hallpass.crypto.Randomness;
import hallpass.crypto.StringToKey.SaltedKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.protocol.Profile;
import hallpass.store.PrincipalStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Adds users to the principal database, with keys derived from passwords. */
public record UserProvisioner(PrincipalStore principals, Profile profile, Randomness randomness) {
    /**
     * Adds a user.
     *
     * @param password neither modified nor retained
     * @return the version of the user's key
     * @throws RealmException if the principal exists, or the password is not one of RFC 8265
     */
    public int add(PrincipalName user, char[] password, Instant now) throws RealmException {
        return add(user, deriveKey(password), now);
    }

    /**
     * Derives a key from a password. This is slow in a hardened realm, so callers derive the key
     * before they lock the audit log.
     *
     * @param password neither modified nor retained
     * @throws RealmException if the password is not one of RFC 8265
     */
    public SaltedKey deriveKey(char[] password) throws RealmException {
        char[] enforced = enforceProfile(password);
        try {
            return profile.stringToKey().newKey("K_c", enforced, randomness);
        } finally {
            Arrays.fill(enforced, '\0');
        }
    }

    private static char[] enforceProfile(char[] password) throws RealmException {
        try {
            return PasswordProfile.enforce(password);
        } catch (BadPasswordException e) {
            // The sentence must not quote the password.
            throw new RealmException(RealmError.INVALID_PASSWORD, "", capitalised(e.problem()) + ".");
        }
    }

    private static String capitalised(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    /** Adds a user with a key from {@link #deriveKey}. */
    public int add(PrincipalName user, SaltedKey key, Instant now) throws RealmException {
        return principals.add(PrincipalType.USER, user, profile.cipherSuite().name(), key.salt(), key.key(), now);
    }

    /** A user with a key from {@link #deriveKey}. */
    public record NewUser(PrincipalName name, SaltedKey key) {}

    /**
     * Adds users in one transaction: all of them, or none.
     *
     * @return the versions of their keys
     */
    public Map<PrincipalName, Integer> addAll(List<NewUser> users, Instant now) throws RealmException {
        Map<PrincipalName, Integer> versions = new HashMap<>();
        principals.inOneTransaction(() -> {
            for (NewUser user : users) {
                versions.put(user.name(), add(user.name(), user.key(), now));
            }
        });
        return versions;
    }
}
