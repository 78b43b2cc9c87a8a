package hallpass.store;

import hallpass.crypto.Sha256;
import hallpass.message.ErrorCode;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.wire.Bytes;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;

/**
 * A replay cache in a database: who asks another time, in whichever thread, process or year, finds the row of the first.
 * What is over is deleted by those who come later, a little each time.
 */
final class DatabaseReplayCache implements ReplayCache {
    /** What is over stays for so long, for a request that was slow on its way to here. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** One claim in so many deletes what is over, so that the others need not look; more than came meanwhile. */
    private static final int CLAIMS_PER_SWEEP = 64;

    private static final int ROWS_PER_SWEEP = 4 * CLAIMS_PER_SWEEP;

    private static final String CLAIM_SQL =
            "INSERT INTO replays (acceptor, until, digest) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Sha256::newDigest);

    private final Database database;
    private final String acceptor;
    private final InstantSource clock;
    private final CachedReplayCount rowCount;
    private final AtomicInteger claims = new AtomicInteger();

    DatabaseReplayCache(Database database, String acceptor, InstantSource clock) {
        this.database = database;
        this.acceptor = acceptor;
        this.clock = clock;
        this.rowCount = new CachedReplayCount(database, acceptor);
    }

    @Override
    public <T> T runOnce(Bytes sealed, Instant until, Effect<T> effect) throws Refusal {
        byte[] digest = SHA_256.get().digest(sealed.toArray());
        return database.writeConcurrently(handle -> {
            if (claims.incrementAndGet() % CLAIMS_PER_SWEEP == 0) {
                sweep(handle);
            }
            requireWithinRetention(until);
            if (database.execute(handle, CLAIM_SQL, acceptor, until.toEpochMilli(), digest) == 0) {
                throw new Refusal(ErrorCode.KRB_AP_ERR_REPEAT, "this was accepted before");
            }
            return effect.apply();
        });
    }

    /** The row of what is over for longer may be gone. */
    private void requireWithinRetention(Instant until) throws Refusal {
        if (clock.instant().isAfter(until.plus(GRACE))) {
            throw new Refusal(
                    ErrorCode.KRB_AP_ERR_SKEW, "this was over at " + until + ", before it could be looked up");
        }
    }

    private void sweep(Handle handle) {
        database.execute(
                handle,
                database.dialect().deleteExpiredReplaysSql(),
                acceptor,
                clock.instant().minus(GRACE).toEpochMilli(),
                ROWS_PER_SWEEP);
    }

    @Override
    public long size() {
        return rowCount.value();
    }
}
