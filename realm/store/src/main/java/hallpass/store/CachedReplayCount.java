package hallpass.store;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** The number of an acceptor's claims. Counted at most once a second, because counting is slow. */
final class CachedReplayCount {
    private static final long REFRESH_INTERVAL = Duration.ofSeconds(1).toNanos();

    private final Database database;
    private final String acceptor;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long lastCount;
    private long countedAt = System.nanoTime() - REFRESH_INTERVAL;

    CachedReplayCount(Database database, String acceptor) {
        this.database = database;
        this.acceptor = acceptor;
    }

    /** The last count, if another thread is counting or the database is unavailable. */
    long value() {
        if (lock.tryLock()) {
            try {
                refresh();
            } catch (StoreException e) {
                // The caller also reports the state of the store.
                return lastCount;
            } finally {
                lock.unlock();
            }
        }
        return lastCount;
    }

    private void refresh() {
        long now = System.nanoTime();
        if (now - countedAt >= REFRESH_INTERVAL) {
            lastCount = database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM replays WHERE acceptor = ?")
                    .bind(0, acceptor)
                    .mapTo(Long.class)
                    .one());
            countedAt = now;
        }
    }
}
