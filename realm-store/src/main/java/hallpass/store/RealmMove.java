package hallpass.store;

import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.StoreLocation;
import hallpass.store.Place.Acceptance;
import java.util.Optional;

/**
 * Carries a realm's stores to another database. The realm goes on where it was until its {@code realm.toml} names the new
 * place, which is the last step and one rename; what was left stays as it was.
 */
public final class RealmMove {
    private final RealmFolder realm;
    private final StoreLocation target;
    private final Optional<String> password;

    /** @param password for the new place, if it asks for one */
    public RealmMove(RealmFolder realm, StoreLocation target, Optional<String> password) {
        this.realm = realm;
        this.target = target;
        this.password = password;
    }

    /**
     * Moves it.
     *
     * @return how many rows were carried
     * @throws RealmProblem also if servers use the realm, as far as can be told, or what came is not what was sent
     */
    public long run() throws RealmProblem {
        if (target.equals(realm.config().store())) {
            throw new RealmProblem("The realm is in " + target + " already.");
        }
        RealmStores from = RealmStores.of(realm);
        from.requireUnused();
        try (NewStores to = NewStores.at(realm, target, password)) {
            long rows = 0;
            for (RealmStores.Part part : RealmStores.Part.values()) {
                rows += carry(part, from, to.stores());
            }
            to.finish();
            if (password.isPresent()) {
                realm.writeStorePassword(password.get());
            }
            realm.writeStore(target);
            return rows;
        } catch (StoreException e) {
            throw new RealmProblem(e.sentence(), e);
        }
    }

    private static long carry(RealmStores.Part part, RealmStores from, RealmStores to) throws RealmProblem {
        Place place = to.place(part);
        try (Database source = from.patientPlace(part).open(part.schema(), Acceptance.OF_ANY)) {
            Carriage carriage = new Carriage(source, part.schema());
            place.clear();
            place.make(part.schema(), carriage::into);
            try (Database arrived = place.open(part.schema(), Acceptance.OF_ANY)) {
                carriage.requireSame(arrived);
            }
            return carriage.rows();
        }
    }
}
