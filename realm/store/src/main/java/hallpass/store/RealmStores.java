package hallpass.store;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.config.StoreLocation;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.store.DatabaseLocation.PostgresSchema;
import hallpass.store.DatabaseLocation.SqliteFile;
import hallpass.store.DatabaseLocation.SqliteMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Opens the stores of a realm at the location that its configuration names. As a {@link Store}, it
 * stands for all stores that were opened through it.
 */
public final class RealmStores implements Store {
    /** Prefix of the names of all PostgreSQL schemas. */
    static final String SCHEMA_PREFIX = "hallpass_";

    private final RealmFolder realm;
    private final Optional<PostgresConnector> server;
    private final List<Store> opened = new ArrayList<>();

    /** @param server for a realm in PostgreSQL */
    RealmStores(RealmFolder realm, Optional<PostgresConnector> server) {
        this.realm = realm;
        this.server = server;
    }

    public static RealmStores of(RealmFolder realm) throws RealmException {
        return realm.config().get(Setting.STORE) instanceof StoreLocation.PostgresUrl postgres
                ? new RealmStores(realm, Optional.of(PostgresConnector.of(realm, postgres)))
                : new RealmStores(realm, Optional.empty());
    }

    /** @param randomness for the nonces of sealed keys */
    public PrincipalStore principals(Randomness randomness) throws RealmException {
        return track(PrincipalStore.open(
                location(RealmDatabase.PRINCIPALS), MasterKey.read(realm.masterKeyFile(), randomness)));
    }

    public CertificateLedger ledger() throws RealmException {
        return track(CertificateLedger.open(location(RealmDatabase.CERTIFICATES)));
    }

    /** The notes that users store on a server. */
    public NoteStore notes(Party server, NoteLimits limits) throws RealmException {
        return track(NoteStore.open(location(RealmDatabase.forServer(DatabaseSchema.NOTES, server)), limits));
    }

    /** For a server without another store; see {@link DatabaseStore#replays}. */
    public ReplayStore replays(Party server) throws RealmException {
        return track(ReplayStore.open(location(RealmDatabase.forServer(DatabaseSchema.REPLAYS, server))));
    }

    private <S extends Store> S track(S store) {
        opened.add(store);
        return store;
    }

    @Override
    public void awaitAvailable(Consumer<String> onWaiting) throws InterruptedException, RealmException {
        for (Store store : opened) {
            store.awaitAvailable(onWaiting);
        }
    }

    @Override
    public Optional<String> outage() {
        return opened.stream().flatMap(store -> store.outage().stream()).findFirst();
    }

    @Override
    public void close() {
        opened.forEach(Store::close);
    }

    /** The databases of a realm. */
    enum RealmDatabase {
        PRINCIPALS(DatabaseSchema.PRINCIPALS, "principals", RealmFolder::principalDatabase),
        CERTIFICATES(DatabaseSchema.CERTIFICATES, "certificates", RealmFolder::certificateLedger),
        SERVICE_NOTES(DatabaseSchema.NOTES, "notes_service", realm -> realm.noteDatabase(Party.SERVICE)),
        APP_NOTES(DatabaseSchema.NOTES, "notes_app", realm -> realm.noteDatabase(Party.APP)),
        TGS_REPLAYS(DatabaseSchema.REPLAYS, "replays_tgs", realm -> realm.replayDatabase(Party.TGS));

        private final DatabaseSchema schema;
        private final String id;

        @SuppressWarnings("ImmutableEnumChecker") // without a state
        private final Function<RealmFolder, Path> file;

        RealmDatabase(DatabaseSchema schema, String id, Function<RealmFolder, Path> file) {
            this.schema = schema;
            this.id = id;
            this.file = file;
        }

        /** Whether every version of Hallpass has this database. */
        boolean isInFirstVersion() {
            return this != TGS_REPLAYS;
        }

        DatabaseSchema schema() {
            return schema;
        }

        String id() {
            return id;
        }

        /** The SQLite file in the realm's folder. */
        Path file(RealmFolder realm) {
            return file.apply(realm);
        }

        /** The database of a kind that belongs to one server. */
        static RealmDatabase forServer(DatabaseSchema schema, Party server) {
            return Arrays.stream(values())
                    .filter(database -> database.schema == schema && database.id.endsWith("_" + server.id()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(server.id() + " has no " + schema.title()));
        }
    }

    DatabaseLocation location(RealmDatabase database) {
        return location(database, server);
    }

    /** The same location, without the timeouts of requests. */
    DatabaseLocation maintenanceLocation(RealmDatabase database) {
        return location(database, server.map(PostgresConnector::withoutTimeouts));
    }

    private DatabaseLocation location(RealmDatabase database, Optional<PostgresConnector> connector) {
        if (connector.isPresent()) {
            return new PostgresSchema(connector.get(), SCHEMA_PREFIX + database.id, realm::requireUnchanged);
        }
        return realm.config().get(Setting.STORE) instanceof StoreLocation.InMemory memory
                ? new SqliteMemory(memoryName(memory, database))
                : new SqliteFile(database.file.apply(realm), realm::requireUnchanged);
    }

    static String memoryName(StoreLocation.InMemory location, RealmDatabase database) {
        return location.name() + "-" + database.id;
    }

    /** @throws RealmException if another process is known to have a store open */
    void requireUnused() throws RealmException {
        for (RealmDatabase database : RealmDatabase.values()) {
            location(database).requireUnused();
        }
    }
}
