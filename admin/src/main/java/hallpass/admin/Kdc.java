package hallpass.admin;

import hallpass.crypto.Randomness;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.PrincipalStore;
import hallpass.store.RealmStores;

/** Opens what the KDC knows, beside its servers. */
final class Kdc {
    private Kdc() {}

    static PrincipalStore open(RealmFolder realm, Randomness randomness) throws RealmProblem {
        return RealmStores.of(realm).principals(randomness);
    }
}
