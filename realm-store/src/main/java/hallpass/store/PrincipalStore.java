package hallpass.store;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.Decoys;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.Kind;
import hallpass.protocol.Principals;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/**
 * The principals of a realm in a database, which several processes may use at the same time. What a method has stored is
 * on the disk when it returns. Fails with {@link StoreException}.
 */
public final class PrincipalStore extends DatabaseStore implements Principals, Decoys.Keys {
    private final KeySealing sealing;

    private PrincipalStore(Database database, KeySealing sealing) {
        super(database);
        this.sealing = sealing;
    }

    /** Makes a store without principals, where none may be yet, and opens it. */
    static PrincipalStore create(Place place, MasterKey master) throws RealmProblem {
        byte[] check = new KeySealing(master).check();
        place.make(
                Schema.PRINCIPALS,
                database -> database.write(handle ->
                        handle.execute("INSERT INTO master_key_check (id, sealed) VALUES (1, ?)", (Object) check)));
        return open(place, master);
    }

    /** Opens a store with the master key that it was made with. */
    static PrincipalStore open(Place place, MasterKey master) throws RealmProblem {
        KeySealing sealing = new KeySealing(master);
        return new PrincipalStore(
                place.open(Schema.PRINCIPALS, handle -> requireMasterKey(handle, place.name(), sealing)), sealing);
    }

    private static void requireMasterKey(Handle handle, String name, KeySealing sealing) throws RealmProblem {
        byte[] check = handle.createQuery("SELECT sealed FROM master_key_check")
                .mapTo(byte[].class)
                .one();
        if (!sealing.accepts(check)) {
            throw new RealmProblem("The master key is not the one that " + Printable.of(name)
                    + " was made with. Put both back from one backup, or make a new realm with: hallpass realm init");
        }
    }

    @Override
    public Optional<Principal> find(PrincipalName name) {
        // Each login asks several times.
        return database.first(PrincipalRow.FIND, name.text(), PrincipalRow::of)
                .map(row -> row.toPrincipal(name, sealing));
    }

    @Override
    public SymmetricKey decoyKey(PrincipalName name, String purpose, int size) {
        return sealing.decoyKey(name, purpose, size);
    }

    /** All principals in the order of their names, removed ones among them. */
    public List<PrincipalEntry> list() {
        return database.read(PrincipalRow::list);
    }

    /**
     * Adds a principal. A name that was removed becomes a new account, whose key versions go on from the old one's.
     *
     * @param now when the account is made
     * @return the version of its key
     * @throws RealmProblem if there is one of this name
     */
    public int add(Kind kind, PrincipalName name, String encryption, String salt, SymmetricKey key, Instant now)
            throws RealmProblem {
        return database.<Integer, RealmProblem>write(handle -> {
            Optional<PrincipalRow> before = PrincipalRow.find(handle, name);
            if (before.isPresent() && before.get().removedAt().isEmpty()) {
                throw alreadyThere(before.get().kind(), name);
            }
            long id = before.isPresent() ? before.get().id() : PrincipalRow.nextId(handle);
            int version = before.map(row -> row.version() + 1).orElse(1);
            putAccount(handle, id, kind, name, now);
            KeyRow row = new KeyRow(id, version, encryption, salt, sealing.seal(name, version, key), now);
            row.replaceOlder(handle);
            return version;
        });
    }

    private static RealmProblem alreadyThere(Kind kind, PrincipalName name) {
        return new RealmProblem("There is a " + kind.name().toLowerCase(Locale.ROOT) + " " + name
                + " already. Choose another name, or remove that one first.");
    }

    private static void putAccount(Handle handle, long id, Kind kind, PrincipalName name, Instant now) {
        handle.createUpdate("""
                        INSERT INTO principals (id, name, kind, created_at) VALUES (:id, :name, :kind, :now)
                        ON CONFLICT (id) DO UPDATE SET kind = :kind, created_at = :now, removed_at = NULL
                        """)
                .bind("id", id)
                .bind("name", name.text())
                .bind("kind", kind.name())
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** A key that has no version yet. */
    public record NewKey(String encryption, String salt, SymmetricKey value) {}

    /** Whoever must have a key before the first thing is sealed with it. */
    public interface BeforeItCounts {
        void tell(int version) throws RealmProblem;
    }

    /**
     * Gives a principal a new key beside its older ones, which go on opening what was sealed with them until they retire.
     *
     * @param now when the key is made
     * @param olderRetireAt when the last that was sealed with them is over
     * @param before is told of the key before it counts; where that fails, nothing is changed
     * @return the new key's version
     * @throws RealmProblem if there is no such principal
     */
    public int addKey(PrincipalName name, NewKey key, Instant now, Instant olderRetireAt, BeforeItCounts before)
            throws RealmProblem {
        return database.<Integer, RealmProblem>write(handle -> {
            // Whoever gives it a key at the same time waits here.
            handle.execute("UPDATE principals SET kind = kind WHERE name = ?", name.text());
            PrincipalRow row = PrincipalRow.find(handle, name)
                    .filter(found -> found.removedAt().isEmpty())
                    .orElseThrow(() -> new RealmProblem("The realm has no principal " + name
                            + ". See who there is with: hallpass user list, hallpass service list"));
            int version = row.version() + 1;
            before.tell(version);
            new KeyRow(row.id(), version, key.encryption, key.salt, sealing.seal(name, version, key.value), now)
                    .retireOlder(handle, olderRetireAt);
            return version;
        });
    }

    @Override
    public List<Principal.Key> keysOf(PrincipalName name, Instant now) {
        return database.read(handle -> PrincipalRow.keysOf(handle, name, now, sealing));
    }

    /** All keys of those who are not removed, retired ones too as long as they are kept: by name, the newest first. */
    public List<KeyEntry> keys() {
        return database.read(PrincipalRow::keys);
    }

    /**
     * Removes a principal: it is found as removed from now on, everywhere.
     *
     * @return whether there was one to remove
     */
    public boolean remove(PrincipalName name, Instant now) {
        return database.write(handle ->
                handle.createUpdate("UPDATE principals SET removed_at = :now WHERE name = :name AND removed_at IS NULL")
                                .bind("now", now.toEpochMilli())
                                .bind("name", name.text())
                                .execute()
                        > 0);
    }

    @Override
    public OptionalInt replaceKey(
            PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey) {
        int version = expected + 1;
        byte[] sealed = sealing.seal(name, version, newKey);
        // When a key was made is for people to read; no decision rests on it.
        Instant now = InstantSource.system().instant();
        return database.write(handle -> {
            Optional<PrincipalRow> found = PrincipalRow.find(handle, name)
                    .filter(row -> row.kind() == Kind.USER && row.removedAt().isEmpty() && row.version() == expected);
            if (found.isEmpty()) {
                return OptionalInt.empty();
            }
            new KeyRow(found.get().id(), version, encryption, salt, sealed, now).replaceOlder(handle);
            return OptionalInt.of(version);
        });
    }
}
