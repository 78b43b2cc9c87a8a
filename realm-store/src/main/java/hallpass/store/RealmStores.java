package hallpass.store;

import hallpass.crypto.Randomness;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.realm.StoreLocation;
import hallpass.store.Place.InFile;
import hallpass.store.Place.InPostgres;
import hallpass.trace.Party;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

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

    /**
     * The KDC's principals, under the realm's master key.
     *
     * @param randomness for the nonces that keys are sealed with
     */
    public PrincipalStore principals(Randomness randomness) throws RealmProblem {
        return kept(PrincipalStore.open(place(Part.PRINCIPALS), MasterKey.read(realm.masterKey(), randomness)));
    }

    public CertificateLedger ledger() throws RealmProblem {
        return kept(CertificateLedger.open(place(Part.CERTIFICATES)));
    }

    /** The notes that users keep with a server. */
    public NoteStore notes(Party server, NoteLimits limits) throws RealmProblem {
        return kept(NoteStore.open(place(Part.of(Schema.NOTES, server)), limits));
    }

    /** For a server that stores nothing else; the other stores have a replay cache each beside what they store. */
    public ReplayStore replays(Party server) throws RealmProblem {
        return kept(ReplayStore.open(place(Part.of(Schema.REPLAYS, server))));
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

    /** The databases of a realm. */
    enum Part {
        PRINCIPALS(Schema.PRINCIPALS, "principals", RealmFolder::principals),
        CERTIFICATES(Schema.CERTIFICATES, "certificates", RealmFolder::ledger),
        SERVICE_NOTES(Schema.NOTES, "notes_service", realm -> realm.notes(Party.SERVICE)),
        APP_NOTES(Schema.NOTES, "notes_app", realm -> realm.notes(Party.APP)),
        TGS_REPLAYS(Schema.REPLAYS, "replays_tgs", realm -> realm.replays(Party.TGS));

        private final Schema schema;
        private final String space;

        @SuppressWarnings("ImmutableEnumChecker") // without a state
        private final Function<RealmFolder, Path> file;

        Part(Schema schema, String space, Function<RealmFolder, Path> file) {
            this.schema = schema;
            this.space = space;
            this.file = file;
        }

        Schema schema() {
            return schema;
        }

        /** That of a server which has one of its own of a kind. */
        static Part of(Schema schema, Party server) {
            return Arrays.stream(values())
                    .filter(part -> part.schema == schema && part.space.endsWith("_" + server.id()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(server.id() + " has no " + schema.title()));
        }
    }

    Place place(Part part) {
        return place(part, server);
    }

    /** For work on the whole of it. */
    Place patientPlace(Part part) {
        return place(part, server.map(Postgres::patient));
    }

    private Place place(Part part, Optional<Postgres> reached) {
        return reached.<Place>map(known -> new InPostgres(known, SPACES + part.space))
                .orElseGet(() -> new InFile(part.file.apply(realm)));
    }

    /** @throws RealmProblem if servers or commands have the stores open, as far as can be told */
    void requireUnused() throws RealmProblem {
        for (Part part : Part.values()) {
            place(part).requireUnused();
        }
    }
}
