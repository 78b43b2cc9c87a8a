package hallpass.store;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** How many rows of replays an acceptor has: counting them takes a while, so that it is done at most once a second. */
final class RecentCount {
    private static final long LIMIT = Duration.ofSeconds(1).toNanos();

    private final Database database;
    private final String acceptor;
    private final ReentrantLock counting = new ReentrantLock();
    private volatile long last;
    private long countedAt = System.nanoTime() - LIMIT;

    RecentCount(Database database, String acceptor) {
        this.database = database;
        this.acceptor = acceptor;
    }

    /** Of the last count where there is none better at hand: others count at this moment, or the database is not there. */
    long value() {
        if (counting.tryLock()) {
            try {
                refresh();
            } catch (StoreException e) {
                // Whoever asks for the size asks for the state, too, which tells of this.
                return last;
            } finally {
                counting.unlock();
            }
        }
        return last;
    }

    private void refresh() {
        long now = System.nanoTime();
        if (now - countedAt >= LIMIT) {
            last = database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM replays WHERE acceptor = ?")
                    .bind(0, acceptor)
                    .mapTo(Long.class)
                    .one());
            countedAt = now;
        }
    }
}
