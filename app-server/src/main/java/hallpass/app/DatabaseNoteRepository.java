package hallpass.app;

import hallpass.config.RealmException;
import hallpass.message.ErrorCode;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.store.NoteLimitException;
import hallpass.store.NoteLimits;
import hallpass.store.NoteStore;
import hallpass.store.RealmStores;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Notes in the database of one server. */
final class DatabaseNoteRepository implements NoteRepository {
    private final NoteStore store;

    private DatabaseNoteRepository(NoteStore store) {
        this.store = store;
    }

    static DatabaseNoteRepository open(RealmStores stores, Party server) throws RealmException {
        return new DatabaseNoteRepository(stores.notes(server, NoteLimits.DEFAULT));
    }

    /**
     * Replay cache in the same database: one transaction stores a note and the record of its
     * request.
     */
    ReplayCache replays(String acceptor, InstantSource clock) {
        return store.replays(acceptor, clock);
    }

    @Override
    public void put(PrincipalName owner, String name, String text, Instant now) throws Refusal {
        try {
            store.put(owner, name, text, now);
        } catch (NoteLimitException e) {
            throw new Refusal(ErrorCode.HP_ERR_QUOTA, e.sentence());
        }
    }

    @Override
    public Optional<String> find(PrincipalName owner, String name) {
        return store.find(owner, name);
    }

    @Override
    public List<String> names(PrincipalName owner) {
        return store.names(owner);
    }

    @Override
    public boolean remove(PrincipalName owner, String name) {
        return store.remove(owner, name);
    }
}
