package hallpass.provisioning;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.crypto.Randomness;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;

/** Opens the principal database of a realm. */
public final class KdcPrincipals {
    private KdcPrincipals() {}

    public static PrincipalStore open(RealmFolder realm, Randomness randomness) throws RealmException {
        return RealmStores.of(realm).principals(randomness);
    }
}
