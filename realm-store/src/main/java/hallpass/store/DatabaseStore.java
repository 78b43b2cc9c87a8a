package hallpass.store;

import hallpass.protocol.ReplayCache;
import hallpass.realm.RealmProblem;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** A store in one database, which has a replay cache beside whatever else it stores. */
public abstract class DatabaseStore implements Store {
    final Database database;

    DatabaseStore(Database database) {
        this.database = database;
    }

    /** The replay cache of those who accept under a name. */
    public final ReplayCache replays(String acceptor, InstantSource clock) {
        return new ReplayTable(database, acceptor, clock);
    }

    @Override
    public final void await(Consumer<String> waiting) throws InterruptedException, RealmProblem {
        database.await(waiting);
    }

    @Override
    public final Optional<String> trouble() {
        return database.trouble();
    }

    @Override
    public final void close() {
        database.close();
    }
}
