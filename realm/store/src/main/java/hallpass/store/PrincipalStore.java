package hallpass.store;

import hallpass.config.RealmError;
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
 * The principal database (RFC 4120 §1.6): names, keys and key versions. Several processes may use
 * it at the same time. Changes are durable when a method returns.
 */
public final class PrincipalStore extends DatabaseStore implements Principals, DecoyPrincipals.DecoyKeys {
    private final PrincipalKeySealer keySealer;

    private PrincipalStore(Database database, PrincipalKeySealer keySealer) {
        super(database);
        this.keySealer = keySealer;
    }

    /** Creates and opens an empty store. */
    static PrincipalStore create(DatabaseLocation location, MasterKey master) throws RealmException {
        byte[] check = new PrincipalKeySealer(master).checkValue();
        location.create(
                DatabaseSchema.PRINCIPALS,
                database -> database.write(handle ->
                        handle.execute("INSERT INTO master_key_check (id, sealed) VALUES (1, ?)", (Object) check)));
        return open(location, master);
    }

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
                .findOne()
                .orElseThrow(() -> new RealmException(
                        RealmError.REALM_INCOMPLETE,
                        name,
                        "The database " + PrintableText.escape(name) + " of the principals lacks the check of the"
                                + " master key."));
        if (!keySealer.acceptsCheckValue(check)) {
            throw new RealmException(
                    RealmError.WRONG_MASTER_KEY,
                    name,
                    "The master key does not belong to " + PrintableText.escape(name) + ".");
        }
    }

    @Override
    public Optional<Principal> find(PrincipalName name) {
        return database.queryFirst(PrincipalRow.FIND_BY_NAME, name.text(), PrincipalRow::of)
                .map(row -> row.toPrincipal(name, keySealer));
    }

    @Override
    public SymmetricKey deriveDecoyKey(PrincipalName name, String purpose, int size) {
        return keySealer.decoyKey(name, purpose, size);
    }

    /** All principals, including removed ones, ordered by name. */
    public List<PrincipalEntry> list() {
        return database.read(PrincipalRow::list);
    }

    /**
     * Adds a principal. If a removed principal had the name, the key versions continue.
     *
     * @return the key version
     * @throws RealmException with {@code PRINCIPAL_EXISTS} if the name is in use
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

    /** Several changes. */
    public interface Changes {
        void make() throws RealmException;
    }

    /** Makes several changes in one transaction: all of them, or none if one fails. */
    public void inOneTransaction(Changes changes) throws RealmException {
        database.<Boolean, RealmException>write(handle -> {
            changes.make();
            return true;
        });
    }

    private static RealmException alreadyExists(PrincipalType kind, PrincipalName name) {
        return new RealmException(
                RealmError.PRINCIPAL_EXISTS,
                name.text(),
                "The " + kind.name().toLowerCase(Locale.ROOT) + " " + name + " already exists.");
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

    /** A new key, before the store assigns its version. */
    public record UnversionedKey(String encryption, String salt, SymmetricKey value) {}

    /** Installs a new key at its service before the KDC uses it. */
    public interface KeyInstaller {
        void install(int version) throws RealmException;
    }

    /**
     * Adds a key to a principal. The older keys still decrypt until they retire.
     *
     * @param olderKeysRetireAt the end of the last ticket that is encrypted with an older key
     * @param installer called before the key is stored; if it fails, nothing is changed
     * @return the version of the new key
     * @throws RealmException with {@code UNKNOWN_PRINCIPAL} if there is no such principal
     */
    public int addKey(
            PrincipalName name, UnversionedKey key, Instant now, Instant olderKeysRetireAt, KeyInstaller installer)
            throws RealmException {
        return database.<Integer, RealmException>write(handle -> {
            // Locks the row against concurrent calls.
            handle.execute("UPDATE principals SET kind = kind WHERE name = ?", name.text());
            PrincipalRow row = PrincipalRow.find(handle, name)
                    .filter(found -> found.removedAt().isEmpty())
                    .orElseThrow(() -> new RealmException(
                            RealmError.UNKNOWN_PRINCIPAL, name.text(), "The realm has no principal " + name + "."));
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

    /** All stored keys of principals that are not removed, by name, newest first. */
    public List<KeyEntry> keys() {
        return database.read(PrincipalRow::keys);
    }

    /**
     * Marks a principal as removed.
     *
     * @return false if there is no such principal, or if it was removed before
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
