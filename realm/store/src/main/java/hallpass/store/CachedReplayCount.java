package hallpass.store;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** How many rows of replays an acceptor has: counting them takes a while, so that it is done at most once a second. */
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

    /** Of the last count where there is none better at hand: others count at this moment, or the database is not there. */
    long value() {
        if (lock.tryLock()) {
            try {
                refresh();
            } catch (StoreException e) {
                // Whoever asks for the size asks for the state, too, which tells of this.
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
