package hallpass.store;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.StoreLocation;
import hallpass.store.DatabaseLocation.Verifier;
import java.util.Optional;

/**
 * Carries a realm's stores to another database. The realm goes on where it was until its {@code realm.toml} names the new
 * place, which is the last step and one rename; what was left stays as it was.
 */
public final class RealmStoreMove {
    private final RealmFolder realm;
    private final StoreLocation target;
    private final Optional<String> password;

    /** @param password for the new place, if it asks for one */
    public RealmStoreMove(RealmFolder realm, StoreLocation target, Optional<String> password) {
        this.realm = realm;
        this.target = target;
        this.password = password;
    }

    /**
     * Moves it.
     *
     * @return how many rows were carried
     * @throws RealmException also if servers use the realm, as far as can be told, or what came is not what was sent
     */
    public long run() throws RealmException {
        if (target.equals(realm.config().store())) {
            throw new RealmException("The realm is in " + target + " already.");
        }
        RealmStores from = RealmStores.of(realm);
        from.requireUnused();
        try (StoreCreation to = StoreCreation.beginAt(realm, target, password)) {
            long rows = 0;
            for (RealmStores.RealmDatabase database : RealmStores.RealmDatabase.values()) {
                rows += copy(database, from, to.stores());
            }
            to.finish();
            if (password.isPresent()) {
                realm.writeStorePassword(password.get());
            }
            realm.writeStore(target);
            return rows;
        } catch (StoreException e) {
            throw new RealmException(e.description(), e);
        }
    }

    private static long copy(RealmStores.RealmDatabase database, RealmStores from, RealmStores to)
            throws RealmException {
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
