package hallpass.protocol;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import java.util.Optional;
import java.util.OptionalInt;

/** The principals of a realm, as the KDC sees them. */
public interface Principals {
    /** The principal with its newest key; removed ones are found too. */
    Optional<Principal> find(PrincipalName name);

    /**
     * Replaces a user's key, durably before this returns. The old key is gone.
     *
     * @param expected the version to replace
     * @return the new version; empty, and nothing changed, if the version is no longer the expected one
     */
    OptionalInt replaceKey(PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey);
}
