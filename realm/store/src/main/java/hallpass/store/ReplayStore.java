package hallpass.store;

import hallpass.config.RealmException;

/** The replay cache of a server that stores nothing else. What it has claimed is on the disk when it returns. */
public final class ReplayStore extends DatabaseStore {
    private ReplayStore(Database database) {
        super(database);
    }

    /** Makes an empty one, where none may be yet, and opens it. */
    static ReplayStore create(DatabaseLocation location) throws RealmException {
        location.create(DatabaseSchema.REPLAYS, DatabaseLocation.InitialContent.EMPTY);
        return open(location);
    }

    /** Opens the one at a place. */
    static ReplayStore open(DatabaseLocation location) throws RealmException {
        return new ReplayStore(location.open(DatabaseSchema.REPLAYS, DatabaseLocation.Verifier.ACCEPT_ALL));
    }
}
