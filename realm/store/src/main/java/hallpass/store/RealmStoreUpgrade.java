package hallpass.store;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.crypto.Randomness;
import hallpass.store.DatabaseLocation.Condition;
import hallpass.trace.PrintableText;
import java.util.ArrayList;
import java.util.List;

/**
 * Upgrades a realm's databases to the current schema version. Each SQLite file is backed up first.
 */
public final class RealmStoreUpgrade {
    private final RealmFolder realm;
    private final RealmStores stores;

    public RealmStoreUpgrade(RealmFolder realm) throws RealmException {
        this.realm = realm;
        this.stores = RealmStores.of(realm);
    }

    /**
     * @return what was done, one sentence per database; empty if there was nothing to do
     * @throws RealmException also if a running server is detected
     */
    public List<String> run() throws RealmException {
        List<String> done = new ArrayList<>();
        MasterKey.read(realm.masterKeyFile(), Randomness.secure());
        // Before the stores are touched: a foreign database stays as it is.
        List<RealmStores.RealmDatabase> missing = findMissing();
        stores.requireUnused();
        for (RealmStores.RealmDatabase database : missing) {
            DatabaseLocation location = stores.maintenanceLocation(database);
            location.create(database.schema(), DatabaseLocation.InitialContent.EMPTY);
            done.add("Created " + PrintableText.escape(location.name()) + ".");
        }
        for (RealmStores.RealmDatabase database : RealmStores.RealmDatabase.values()) {
            stores.maintenanceLocation(database).upgrade(database.schema()).ifPresent(done::add);
        }
        return done;
    }

    /**
     * Finds the databases that a realm of the first version does not have. Any other missing
     * database was lost. They are created before the principals are upgraded, so that an
     * interrupted upgrade can be repeated.
     */
    private List<RealmStores.RealmDatabase> findMissing() throws RealmException {
        List<RealmStores.RealmDatabase> missing = new ArrayList<>();
        boolean firstVersion = condition(RealmStores.RealmDatabase.PRINCIPALS) == Condition.OLDER;
        for (RealmStores.RealmDatabase database : RealmStores.RealmDatabase.values()) {
            if (condition(database) != Condition.MISSING) {
                continue;
            }
            if (!firstVersion || database.isInFirstVersion()) {
                String name = stores.maintenanceLocation(database).name();
                throw new RealmException(
                        RealmError.REALM_INCOMPLETE,
                        name,
                        "The database " + PrintableText.escape(name) + " of the "
                                + database.schema().title() + " is missing.");
            }
            missing.add(database);
        }
        return missing;
    }

    private Condition condition(RealmStores.RealmDatabase database) throws RealmException {
        return stores.maintenanceLocation(database).condition(database.schema());
    }
}
