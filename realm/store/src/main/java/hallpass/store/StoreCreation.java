package hallpass.store;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.config.Setting;
import hallpass.config.StoreLocation;
import hallpass.message.Party;
import hallpass.store.RealmStores.RealmDatabase;
import java.util.Optional;

/** Creates the stores of a new realm. {@link #finish} marks them as complete. */
public final class StoreCreation implements AutoCloseable {
    private final RealmStores stores;
    private final Optional<PostgresSchemaCreation> schemaCreation;

    private StoreCreation(RealmStores stores, Optional<PostgresSchemaCreation> schemaCreation) {
        this.stores = stores;
        this.schemaCreation = schemaCreation;
    }

    /**
     * Drops the remains of an interrupted creation.
     *
     * @throws RealmException if the database contains a realm, or cannot be used
     */
    public static StoreCreation begin(RealmFolder realm) throws RealmException {
        return beginAt(realm, realm.config().get(Setting.STORE), Optional.empty());
    }

    /** @param password overrides the password file in the realm's folder */
    static StoreCreation beginAt(RealmFolder realm, StoreLocation location, Optional<String> password)
            throws RealmException {
        if (!(location instanceof StoreLocation.PostgresUrl postgres)) {
            return new StoreCreation(
                    new RealmStores(realm.withConfig(realm.config().withStore(location)), Optional.empty()),
                    Optional.empty());
        }
        return beginAt(realm, postgres, password, Optional.empty());
    }

    /** @param archivePrefix the prefix for the schemas of an existing realm, which are renamed */
    static StoreCreation beginAt(
            RealmFolder realm,
            StoreLocation.PostgresUrl postgres,
            Optional<String> password,
            Optional<String> archivePrefix)
            throws RealmException {
        PostgresConnector server = password.isPresent()
                ? PostgresConnector.at(postgres.url(), password)
                : PostgresConnector.of(realm, postgres);
        return new StoreCreation(
                new RealmStores(realm, Optional.of(server)),
                Optional.of(PostgresSchemaCreation.begin(server, realm.id(), archivePrefix)));
    }

    public PrincipalStore principals(MasterKey master) throws RealmException {
        return PrincipalStore.create(stores.location(RealmDatabase.PRINCIPALS), master);
    }

    public CertificateLedger ledger() throws RealmException {
        return CertificateLedger.create(stores.location(RealmDatabase.CERTIFICATES));
    }

    public NoteStore notes(Party server, NoteLimits limits) throws RealmException {
        return NoteStore.create(stores.location(RealmDatabase.forServer(DatabaseSchema.NOTES, server)), limits);
    }

    public ReplayStore replays(Party server) throws RealmException {
        return ReplayStore.create(stores.location(RealmDatabase.forServer(DatabaseSchema.REPLAYS, server)));
    }

    RealmStores stores() {
        return stores;
    }

    /** Marks the stores as a copy that the realm does not use yet: a move can be repeated. */
    void finishCopy() throws RealmException {
        if (schemaCreation.isPresent()) {
            schemaCreation.get().finishCopy();
        }
    }

    /** Marks the stores as complete, once all of them were created. */
    public void finish() throws RealmException {
        if (schemaCreation.isPresent()) {
            schemaCreation.get().finish();
        }
    }

    @Override
    public void close() {
        schemaCreation.ifPresent(PostgresSchemaCreation::close);
    }
}
