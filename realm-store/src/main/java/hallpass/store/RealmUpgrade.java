package hallpass.store;

import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import java.util.ArrayList;
import java.util.List;

/** Brings a realm's stores to the newest version. A file has a copy of itself beside it before it is changed. */
public final class RealmUpgrade {
    private final RealmStores stores;

    public RealmUpgrade(RealmFolder realm) throws RealmProblem {
        this.stores = RealmStores.of(realm);
    }

    /**
     * Upgrades them.
     *
     * @return what was done, one sentence each; none if there was nothing to do
     * @throws RealmProblem also if servers use the realm, as far as can be told
     */
    public List<String> run() throws RealmProblem {
        List<String> done = new ArrayList<>();
        stores.requireUnused();
        for (RealmStores.Part part : RealmStores.Part.values()) {
            stores.patientPlace(part).upgrade(part.schema()).ifPresent(done::add);
        }
        return done;
    }
}
