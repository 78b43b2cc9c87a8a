package hallpass.store;

import hallpass.realm.RealmProblem;

/** The replay cache of a server that stores nothing else. What it has claimed is on the disk when it returns. */
public final class ReplayStore extends DatabaseStore {
    private ReplayStore(Database database) {
        super(database);
    }

    /** Makes an empty one, where none may be yet, and opens it. */
    static ReplayStore create(Place place) throws RealmProblem {
        place.make(Schema.REPLAYS, Place.FirstContent.NONE);
        return open(place);
    }

    /** Opens the one at a place. */
    static ReplayStore open(Place place) throws RealmProblem {
        return new ReplayStore(place.open(Schema.REPLAYS, Place.Acceptance.OF_ANY));
    }
}
