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
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;

/**
 * A replay cache (RFC 4120 §3.2.3) in a database, shared by all threads and processes of an
 * acceptor. Later claims delete expired ones in small batches.
 */
final class DatabaseReplayCache implements ReplayCache {
    /** Expired claims are kept this long, for requests that are still being processed. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** Every n-th claim deletes expired claims: more than were added since the last time. */
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
    private volatile OptionalLong restoreLimit = OptionalLong.empty();

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
            requireAfterRestore(handle, until);
            if (database.execute(handle, CLAIM_SQL, acceptor, until.toEpochMilli(), digest) == 0) {
                throw new Refusal(ErrorCode.KRB_AP_ERR_REPEAT, "replay: this authenticator was accepted before");
            }
            return effect.apply();
        });
    }

    /** Refuses authenticators whose claim may have been deleted. */
    private void requireWithinRetention(Instant until) throws Refusal {
        if (clock.instant().isAfter(until.plus(GRACE))) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_SKEW, "expired at " + until + ", before the replay cache was asked");
        }
    }

    /**
     * Marks a restored database: it lacks the claims since the backup, so that no request that was
     * sent before the restore is accepted (RFC 4120 §3.2.3).
     *
     * @param until the latest acceptance of a request that was sent at the time of the restore
     */
    static void markRestored(Handle handle, Instant until) {
        handle.execute("DELETE FROM replays WHERE acceptor = ''");
        handle.execute(
                "INSERT INTO replays (acceptor, until, digest) VALUES ('', ?, ?)", until.toEpochMilli(), new byte[0]);
    }

    private void requireAfterRestore(Handle handle, Instant until) throws Refusal {
        OptionalLong limit = restoreLimit;
        if (limit.isEmpty()) {
            limit = OptionalLong.of(
                    handle.createQuery("SELECT COALESCE(MAX(until), 0) FROM replays WHERE acceptor = ''")
                            .mapTo(Long.class)
                            .one());
            restoreLimit = limit;
        }
        if (until.toEpochMilli() <= limit.getAsLong()) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_REPEAT, "replay: sent before the realm was restored from a backup");
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
