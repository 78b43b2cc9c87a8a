package hallpass.store;

import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.StoreLocation;
import hallpass.store.Place.InFile;
import hallpass.store.Place.InPostgres;
import hallpass.trace.Party;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The stores of a realm, wherever its {@code realm.toml} says that they are: the one place that knows where that is. All
 * that it has opened are one store to wait for, and to close.
 */
public final class RealmStores implements Store {
    /** What the names of all schemas in PostgreSQL begin with. */
    static final String SPACES = "hallpass_";

    private final RealmFolder realm;
    private final Optional<Postgres> server;
    private final List<Store> opened = new ArrayList<>();

    RealmStores(RealmFolder realm, Optional<Postgres> server) {
        this.realm = realm;
        this.server = server;
    }

    public static RealmStores of(RealmFolder realm) throws RealmProblem {
        StoreLocation location = realm.config().store();
        return location instanceof StoreLocation.Postgres postgres
                ? new RealmStores(realm, Optional.of(Postgres.of(realm, postgres)))
                : new RealmStores(realm, Optional.empty());
    }

    public PrincipalStore principals(MasterKey master) throws RealmProblem {
        return kept(PrincipalStore.open(principals(), master));
    }

    public CertificateLedger ledger() throws RealmProblem {
        return kept(CertificateLedger.open(certificates()));
    }

    /** The notes that users keep with a server. */
    public NoteStore notes(Party server, NoteLimits limits) throws RealmProblem {
        return kept(NoteStore.open(notes(server), limits));
    }

    /** For a server that stores nothing else; the other stores have a replay cache each beside what they store. */
    public ReplayStore replays(Party server) throws RealmProblem {
        return kept(ReplayStore.open(replaysOf(server)));
    }

    private <S extends Store> S kept(S store) {
        opened.add(store);
        return store;
    }

    @Override
    public void await(Consumer<String> waiting) throws InterruptedException, RealmProblem {
        for (Store store : opened) {
            store.await(waiting);
        }
    }

    @Override
    public Optional<String> trouble() {
        return opened.stream().flatMap(store -> store.trouble().stream()).findFirst();
    }

    @Override
    public void close() {
        opened.forEach(Store::close);
    }

    Place principals() {
        return place(realm.principals(), "principals");
    }

    Place certificates() {
        return place(realm.ledger(), "certificates");
    }

    Place notes(Party server) {
        return place(realm.notes(server), "notes_" + server.id());
    }

    Place replaysOf(Party server) {
        return place(realm.replays(server), "replays_" + server.id());
    }

    private Place place(Path file, String title) {
        return server.<Place>map(reached -> new InPostgres(reached, SPACES + title))
                .orElseGet(() -> new InFile(file));
    }
}
