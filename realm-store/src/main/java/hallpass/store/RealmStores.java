package hallpass.store;

import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.store.Place.InFile;
import hallpass.trace.Party;

/** The stores of a realm, wherever its {@code realm.toml} says that they are. The one place that knows where that is. */
public final class RealmStores {
    private final RealmFolder realm;

    private RealmStores(RealmFolder realm) {
        this.realm = realm;
    }

    public static RealmStores of(RealmFolder realm) {
        return new RealmStores(realm);
    }

    public PrincipalStore principals(MasterKey master) throws RealmProblem {
        return PrincipalStore.open(principals(), master);
    }

    public CertificateLedger ledger() throws RealmProblem {
        return CertificateLedger.open(certificates());
    }

    /** The notes that users keep with a server. */
    public NoteStore notes(Party server, NoteLimits limits) throws RealmProblem {
        return NoteStore.open(notes(server), limits);
    }

    /** For a server that stores nothing else; the other stores have a replay cache each beside what they store. */
    public ReplayStore replays(Party server) throws RealmProblem {
        return ReplayStore.open(replaysOf(server));
    }

    public PrincipalStore createPrincipals(MasterKey master) throws RealmProblem {
        return PrincipalStore.create(principals(), master);
    }

    public CertificateLedger createLedger() throws RealmProblem {
        return CertificateLedger.create(certificates());
    }

    public NoteStore createNotes(Party server, NoteLimits limits) throws RealmProblem {
        return NoteStore.create(notes(server), limits);
    }

    public ReplayStore createReplays(Party server) throws RealmProblem {
        return ReplayStore.create(replaysOf(server));
    }

    private Place principals() {
        return new InFile(realm.principals());
    }

    private Place certificates() {
        return new InFile(realm.ledger());
    }

    private Place notes(Party server) {
        return new InFile(realm.notes(server));
    }

    private Place replaysOf(Party server) {
        return new InFile(realm.replays(server));
    }
}
