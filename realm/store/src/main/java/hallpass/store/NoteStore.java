package hallpass.store;

import hallpass.config.RealmException;
import hallpass.message.PrincipalName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Users' notes on one server. Each method accesses the notes of one owner only. Changes are durable
 * when a method returns.
 */
public final class NoteStore extends DatabaseStore {
    private final NoteLimits limits;

    private NoteStore(Database database, NoteLimits limits) {
        super(database);
        this.limits = limits;
    }

    /** Creates and opens an empty store. */
    static NoteStore create(DatabaseLocation location, NoteLimits limits) throws RealmException {
        location.create(DatabaseSchema.NOTES, DatabaseLocation.InitialContent.EMPTY);
        return open(location, limits);
    }

    static NoteStore open(DatabaseLocation location, NoteLimits limits) throws RealmException {
        return new NoteStore(location.open(DatabaseSchema.NOTES, DatabaseLocation.Verifier.ACCEPT_ALL), limits);
    }

    /** Stores a note. Replaces the owner's note with the same name. */
    public void put(PrincipalName owner, String name, String text, Instant now) throws NoteLimitException {
        requireSize("A note's name", name, NoteLimits.MAX_NAME_BYTES);
        requireSize("A note", text, limits.maxTextBytes());
        String storedName = database.dialect().encode(name);
        database.<Integer, NoteLimitException>write(handle -> {
            if (find(handle, owner, storedName).isEmpty()
                    && names(handle, owner).size() >= limits.maxNotes()) {
                throw new NoteLimitException(
                        "You already have " + limits.maxNotes() + " notes, the maximum: remove one first.");
            }
            return put(handle, owner, storedName, database.dialect().encode(text), now);
        });
    }

    public Optional<String> find(PrincipalName owner, String name) {
        Dialect dialect = database.dialect();
        return database.read(handle -> find(handle, owner, dialect.encode(name)))
                .map(dialect::decode);
    }

    /** The names of the owner's notes, sorted. */
    public List<String> names(PrincipalName owner) {
        return database.read(handle -> names(handle, owner)).stream()
                .map(database.dialect()::decode)
                .toList();
    }

    /** Returns false if the owner has no note of this name. */
    public boolean remove(PrincipalName owner, String name) {
        String storedName = database.dialect().encode(name);
        return database.write(handle ->
                handle.execute("DELETE FROM notes WHERE owner = ? AND name = ?", owner.text(), storedName) > 0);
    }

    private static void requireSize(String what, String text, int limit) throws NoteLimitException {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > limit) {
            throw new NoteLimitException(what + " may have at most " + limit + " bytes; this one has " + size + ".");
        }
    }

    private static int put(Handle handle, PrincipalName owner, String name, String text, Instant now) {
        return handle.createUpdate("""
                        INSERT INTO notes (id, owner, name, text, written_at)
                        VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM notes), :owner, :name, :text, :now)
                        ON CONFLICT (owner, name) DO UPDATE SET text = :text, written_at = :now
                        """)
                .bind("owner", owner.text())
                .bind("name", name)
                .bind("text", text)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    private static Optional<String> find(Handle handle, PrincipalName owner, String name) {
        return handle.createQuery("SELECT text FROM notes WHERE owner = ? AND name = ?")
                .bind(0, owner.text())
                .bind(1, name)
                .mapTo(String.class)
                .findOne();
    }

    private static List<String> names(Handle handle, PrincipalName owner) {
        return handle.createQuery("SELECT name FROM notes WHERE owner = ? ORDER BY name")
                .bind(0, owner.text())
                .mapTo(String.class)
                .list();
    }
}
