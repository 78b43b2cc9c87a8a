package hallpass.store;

import hallpass.protocol.ReplayCache;
import hallpass.realm.RealmProblem;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** The replay cache of a server that stores nothing else. What it has claimed is on the disk when it returns. */
public final class ReplayStore implements Store {
    private final Database database;

    private ReplayStore(Database database) {
        this.database = database;
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

    /** The replay cache of those who accept under a name. */
    public ReplayCache replays(String acceptor, InstantSource clock) {
        return new ReplayTable(database, acceptor, clock);
    }

    @Override
    public void await(Consumer<String> waiting) throws InterruptedException, RealmProblem {
        database.await(waiting);
    }

    @Override
    public Optional<String> trouble() {
        return database.trouble();
    }

    @Override
    public void close() {
        database.close();
    }
}
