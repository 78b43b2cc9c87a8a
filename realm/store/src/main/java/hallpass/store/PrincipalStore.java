package hallpass.store;

import hallpass.config.RealmException;
import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.DecoyPrincipals;
import hallpass.protocol.Principal;
import hallpass.protocol.Principal.PrincipalType;
import hallpass.protocol.Principals;
import hallpass.trace.PrintableText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/**
 * The principals of a realm in a database, which several processes may use at the same time. What a method has stored is
 * on the disk when it returns. Fails with {@link StoreException}.
 */
public final class PrincipalStore extends DatabaseStore implements Principals, DecoyPrincipals.DecoyKeys {
    private final PrincipalKeySealer keySealer;

    private PrincipalStore(Database database, PrincipalKeySealer keySealer) {
        super(database);
        this.keySealer = keySealer;
    }

    /** Makes a store without principals, where none may be yet, and opens it. */
    static PrincipalStore create(DatabaseLocation location, MasterKey master) throws RealmException {
        byte[] check = new PrincipalKeySealer(master).checkValue();
        location.create(
                DatabaseSchema.PRINCIPALS,
                database -> database.write(handle ->
                        handle.execute("INSERT INTO master_key_check (id, sealed) VALUES (1, ?)", (Object) check)));
        return open(location, master);
    }

    /** Opens a store with the master key that it was made with. */
    static PrincipalStore open(DatabaseLocation location, MasterKey master) throws RealmException {
        PrincipalKeySealer keySealer = new PrincipalKeySealer(master);
        return new PrincipalStore(
                location.open(
                        DatabaseSchema.PRINCIPALS, handle -> requireMasterKey(handle, location.name(), keySealer)),
                keySealer);
    }

    private static void requireMasterKey(Handle handle, String name, PrincipalKeySealer keySealer)
            throws RealmException {
        byte[] check = handle.createQuery("SELECT sealed FROM master_key_check")
                .mapTo(byte[].class)
                .one();
        if (!keySealer.acceptsCheckValue(check)) {
            throw new RealmException("The master key is not the one that " + PrintableText.escape(name)
                    + " was made with. Put both back from one backup, or make a new realm with: hallpass realm init");
        }
    }

    @Override
    public Optional<Principal> find(PrincipalName name) {
        // Each login asks several times.
        return database.queryFirst(PrincipalRow.FIND_BY_NAME, name.text(), PrincipalRow::of)
                .map(row -> row.toPrincipal(name, keySealer));
    }

    @Override
    public SymmetricKey deriveDecoyKey(PrincipalName name, String purpose, int size) {
        return keySealer.decoyKey(name, purpose, size);
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
     * @throws RealmException if there is one of this name
     */
    public int add(
            PrincipalType kind, PrincipalName name, String encryption, String salt, SymmetricKey key, Instant now)
            throws RealmException {
        return database.<Integer, RealmException>write(handle -> {
            Optional<PrincipalRow> before = PrincipalRow.find(handle, name);
            if (before.isPresent() && before.get().removedAt().isEmpty()) {
                throw alreadyExists(before.get().kind(), name);
            }
            long id = before.isPresent() ? before.get().id() : PrincipalRow.nextId(handle);
            int version = before.map(row -> row.version() + 1).orElse(1);
            upsertPrincipal(handle, id, kind, name, now);
            KeyRow row = new KeyRow(id, version, encryption, salt, keySealer.seal(name, version, key), now);
            row.replaceOlderKeys(handle);
            return version;
        });
    }

    private static RealmException alreadyExists(PrincipalType kind, PrincipalName name) {
        return new RealmException("There is a " + kind.name().toLowerCase(Locale.ROOT) + " " + name
                + " already. Choose another name, or remove that one first.");
    }

    private static void upsertPrincipal(Handle handle, long id, PrincipalType kind, PrincipalName name, Instant now) {
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
    public record UnversionedKey(String encryption, String salt, SymmetricKey value) {}

    /** Whoever must have a key before the first thing is sealed with it. */
    public interface KeyInstaller {
        void install(int version) throws RealmException;
    }

    /**
     * Gives a principal a new key beside its older ones, which go on opening what was sealed with them until they retire.
     *
     * @param now when the key is made
     * @param olderKeysRetireAt when the last that was sealed with them is over
     * @param installer is told of the key before it counts; where that fails, nothing is changed
     * @return the new key's version
     * @throws RealmException if there is no such principal
     */
    public int addKey(
            PrincipalName name, UnversionedKey key, Instant now, Instant olderKeysRetireAt, KeyInstaller installer)
            throws RealmException {
        return database.<Integer, RealmException>write(handle -> {
            // Whoever gives it a key at the same time waits here.
            handle.execute("UPDATE principals SET kind = kind WHERE name = ?", name.text());
            PrincipalRow row = PrincipalRow.find(handle, name)
                    .filter(found -> found.removedAt().isEmpty())
                    .orElseThrow(() -> new RealmException("The realm has no principal " + name
                            + ". See who there is with: hallpass user list, hallpass service list"));
            int version = row.version() + 1;
            installer.install(version);
            new KeyRow(row.id(), version, key.encryption, key.salt, keySealer.seal(name, version, key.value), now)
                    .insertAndRetireOlderKeys(handle, olderKeysRetireAt);
            return version;
        });
    }

    @Override
    public List<Principal.VersionedKey> keysOf(PrincipalName name, Instant now) {
        return database.read(handle -> PrincipalRow.keysOf(handle, name, now, keySealer));
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
            PrincipalName name, int expected, String encryption, String salt, SymmetricKey newKey, Instant now) {
        int version = expected + 1;
        byte[] sealed = keySealer.seal(name, version, newKey);
        return database.write(handle -> {
            Optional<PrincipalRow> found = PrincipalRow.find(handle, name)
                    .filter(row ->
                            row.kind() == PrincipalType.USER && row.removedAt().isEmpty() && row.version() == expected);
            if (found.isEmpty()) {
                return OptionalInt.empty();
            }
            new KeyRow(found.get().id(), version, encryption, salt, sealed, now).replaceOlderKeys(handle);
            return OptionalInt.of(version);
        });
    }
}
