package hallpass.store;

import hallpass.config.RealmException;

/** The replay cache of a server without another store. Claims are durable when they return. */
public final class ReplayStore extends DatabaseStore {
    private ReplayStore(Database database) {
        super(database);
    }

    /** Creates and opens an empty replay cache. */
    static ReplayStore create(DatabaseLocation location) throws RealmException {
        location.create(DatabaseSchema.REPLAYS, DatabaseLocation.InitialContent.EMPTY);
        return open(location);
    }

    static ReplayStore open(DatabaseLocation location) throws RealmException {
        return new ReplayStore(location.open(DatabaseSchema.REPLAYS, DatabaseLocation.Verifier.ACCEPT_ALL));
    }
}
