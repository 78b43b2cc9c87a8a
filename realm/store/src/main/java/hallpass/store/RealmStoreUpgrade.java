package hallpass.store;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import java.util.ArrayList;
import java.util.List;

/**
 * Upgrades a realm's databases to the current schema version. Each SQLite file is backed up first.
 */
public final class RealmStoreUpgrade {
    private final RealmStores stores;

    public RealmStoreUpgrade(RealmFolder realm) throws RealmException {
        this.stores = RealmStores.of(realm);
    }

    /**
     * @return what was done, one sentence per database; empty if there was nothing to do
     * @throws RealmException also if a running server is detected
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
