package hallpass.admin;

import hallpass.crypto.PasswordToKey.NewKey;
import hallpass.crypto.Randomness;
import hallpass.message.PrincipalName;
import hallpass.protocol.Principal.Kind;
import hallpass.protocol.Profile;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import java.time.Instant;

/** Adds users to the KDC, each with a key made from a password. */
public record NewUsers(PrincipalStore principals, Profile profile, Randomness randomness) {
    /**
     * Adds one.
     *
     * @param password not changed and not kept
     * @return the version of the user's key
     * @throws RealmProblem if there is a principal of this name, or the store cannot be written
     */
    public int add(PrincipalName user, char[] password, Instant now) throws RealmProblem {
        return add(user, keyFrom(password), now);
    }

    /** What a guarded realm makes slowly, and so before anything is held open. The password is not changed and not kept. */
    NewKey keyFrom(char[] password) {
        return profile.passwordToKey().newKey("K_c", password, randomness);
    }

    int add(PrincipalName user, NewKey made, Instant now) throws RealmProblem {
        return principals.add(Kind.USER, user, profile.suite().name(), made.salt(), made.key(), now);
    }
}
