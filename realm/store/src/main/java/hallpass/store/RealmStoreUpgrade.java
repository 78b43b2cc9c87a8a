package hallpass.store;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import java.util.ArrayList;
import java.util.List;

/** Brings a realm's stores to the newest version. A file has a copy of itself beside it before it is changed. */
public final class RealmStoreUpgrade {
    private final RealmStores stores;

    public RealmStoreUpgrade(RealmFolder realm) throws RealmException {
        this.stores = RealmStores.of(realm);
    }

    /**
     * Upgrades them.
     *
     * @return what was done, one sentence each; none if there was nothing to do
     * @throws RealmException also if servers use the realm, as far as can be told
     */
    public List<String> run() throws RealmException {
        List<String> done = new ArrayList<>();
        stores.requireUnused();
        for (RealmStores.RealmDatabase database : RealmStores.RealmDatabase.values()) {
            stores.maintenanceLocation(database).upgrade(database.schema()).ifPresent(done::add);
        }
        return done;
    }
}
