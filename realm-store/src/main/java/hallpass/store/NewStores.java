package hallpass.store;

import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.StoreLocation;
import hallpass.store.RealmStores.Part;
import hallpass.trace.Party;
import java.util.Optional;

/** The stores of a realm in the making. They count as a realm's from {@link #finish} on. */
public final class NewStores implements AutoCloseable {
    private final RealmStores stores;
    private final Optional<UnfinishedSpaces> unfinished;

    private NewStores(RealmStores stores, Optional<UnfinishedSpaces> unfinished) {
        this.stores = stores;
        this.unfinished = unfinished;
    }

    /**
     * Begins, where there is none yet or making one was cut short.
     *
     * @throws RealmProblem if the database holds a realm, or cannot be used
     */
    public static NewStores of(RealmFolder realm) throws RealmProblem {
        return at(realm, realm.config().store(), Optional.empty());
    }

    /** @param password instead of the one in the realm's folder, if there is one */
    static NewStores at(RealmFolder realm, StoreLocation location, Optional<String> password) throws RealmProblem {
        if (!(location instanceof StoreLocation.Postgres postgres)) {
            return new NewStores(new RealmStores(realm, Optional.empty()), Optional.empty());
        }
        Postgres server = password.isPresent() ? Postgres.at(postgres.url(), password) : Postgres.of(realm, postgres);
        return new NewStores(new RealmStores(realm, Optional.of(server)), Optional.of(UnfinishedSpaces.begin(server)));
    }

    public PrincipalStore principals(MasterKey master) throws RealmProblem {
        return PrincipalStore.create(stores.place(Part.PRINCIPALS), master);
    }

    public CertificateLedger ledger() throws RealmProblem {
        return CertificateLedger.create(stores.place(Part.CERTIFICATES));
    }

    public NoteStore notes(Party server, NoteLimits limits) throws RealmProblem {
        return NoteStore.create(stores.place(Part.of(Schema.NOTES, server)), limits);
    }

    public ReplayStore replays(Party server) throws RealmProblem {
        return ReplayStore.create(stores.place(Part.of(Schema.REPLAYS, server)));
    }

    RealmStores stores() {
        return stores;
    }

    /** All of them are there. */
    public void finish() throws RealmProblem {
        if (unfinished.isPresent()) {
            unfinished.get().finish();
        }
    }

    @Override
    public void close() {
        unfinished.ifPresent(UnfinishedSpaces::close);
    }
}
