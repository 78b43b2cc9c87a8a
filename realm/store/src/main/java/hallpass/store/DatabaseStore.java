package hallpass.store;

import hallpass.config.RealmException;
import hallpass.protocol.ReplayCache;
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
        return new DatabaseReplayCache(database, acceptor, clock);
    }

    @Override
    public final void awaitAvailable(Consumer<String> onWaiting) throws InterruptedException, RealmException {
        database.awaitAvailable(onWaiting);
    }

    @Override
    public final Optional<String> outage() {
        return database.outage();
    }

    @Override
    public final void close() {
        database.close();
    }
}
