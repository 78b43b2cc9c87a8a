package hallpass.store;

import hallpass.config.RealmException;
import hallpass.protocol.ReplayCache;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** A store in one database. Every such database also contains a replay cache. */
public abstract class DatabaseStore implements Store {
    final Database database;

    DatabaseStore(Database database) {
        this.database = database;
    }

    /**
     * @param acceptor the principal that accepts the requests; caches of different acceptors are
     *     separate
     */
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
