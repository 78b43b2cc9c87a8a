package hallpass.store;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.config.StoreLocation;
import hallpass.crypto.Randomness;
import hallpass.store.DatabaseLocation.Verifier;
import java.util.Optional;

/**
 * Moves a realm's databases between SQLite and PostgreSQL. The last step replaces the store setting
 * in {@code realm.toml} atomically; until then the realm uses the old databases, which are kept.
 */
public final class RealmStoreMove {
    private final RealmFolder realm;
    private final StoreLocation target;
    private final Optional<String> password;

    /** @param password of the target database, if it requires one */
    public RealmStoreMove(RealmFolder realm, StoreLocation target, Optional<String> password) {
        this.realm = realm;
        this.target = target;
        this.password = password;
    }

    /**
     * @return the number of copied rows
     * @throws RealmException also if a running server is detected, or if a copy differs
     */
    public long run() throws RealmException {
        if (target.equals(realm.config().get(Setting.STORE))) {
            throw new RealmException(
                    RealmError.STORE_NOT_MOVED, target.toString(), "The store of the realm is already " + target + ".");
        }
        realm.requireStoreEditable(target);
        RealmStores from = RealmStores.of(realm);
        MasterKey.read(realm.masterKeyFile(), Randomness.secure());
        // Before the stores are touched: a foreign database stays as it is.
        for (RealmStores.RealmDatabase database : RealmStores.RealmDatabase.values()) {
            from.maintenanceLocation(database).condition(database.schema());
        }
        from.requireUnused();
        requireComplete(from);
        try (StoreCreation to = StoreCreation.beginAt(realm, target, password)) {
            long rows = 0;
            for (RealmStores.RealmDatabase database : RealmStores.RealmDatabase.values()) {
                rows += copy(database, from, to.stores());
            }
            to.finishCopy();
            if (password.isPresent()) {
                realm.writeStorePassword(password.get());
            }
            realm.writeStore(target);
            to.finish();
            return rows;
        } catch (StoreException e) {
            throw e.toRealmException();
        }
    }

    /** Finds a missing or foreign database before anything is copied. */
    private static void requireComplete(RealmStores from) throws RealmException {
        for (RealmStores.RealmDatabase database : RealmStores.RealmDatabase.values()) {
            from.maintenanceLocation(database)
                    .open(database.schema(), Verifier.ACCEPT_ALL)
                    .close();
        }
    }

    static long copy(RealmStores.RealmDatabase database, RealmStores from, RealmStores to) throws RealmException {
        DatabaseLocation location = to.location(database);
        try (Database source = from.maintenanceLocation(database).open(database.schema(), Verifier.ACCEPT_ALL)) {
            DatabaseCopy copy = new DatabaseCopy(source, database.schema());
            location.archiveExisting();
            location.create(database.schema(), copy::copyTo);
            try (Database target = location.open(database.schema(), Verifier.ACCEPT_ALL)) {
                copy.requireIdentical(target);
            }
            return copy.rowCount();
        }
    }
}
