package hallpass.protocol;

import hallpass.wire.Bytes;
import java.time.Instant;

/**
 * Remembers accepted requests for as long as they could be replayed (RFC 4120 §3.2.3). The same
 * encrypted bytes are accepted once, across threads, processes and restarts.
 */
public interface ReplayCache {
    /** Accepts replays, as the classic protocol does. */
    ReplayCache DISABLED = new ReplayCache() {
        @Override
        public <T> T runOnce(Bytes sealed, Instant until, Effect<T> effect) throws Refusal {
            return effect.apply();
        }

        @Override
        public long size() {
            return 0;
        }
    };

    /** Effect of an accepted request. */
    interface Effect<T> {
        T apply() throws Refusal;
    }

    /**
     * Applies an effect once per encrypted bytes. The claim and everything that the effect wrote to
     * the cache's store are committed atomically before this method returns. A refused or failed
     * effect leaves no claim.
     *
     * @param sealed the encrypted bytes that an attacker without the key can only repeat
     * @param until the last instant at which a server accepts these bytes; depends on them only
     * @throws Refusal REPEAT, or the refusal of the effect
     */
    <T> T runOnce(Bytes sealed, Instant until, Effect<T> effect) throws Refusal;

    /**
     * Claims bytes whose effect stores nothing.
     *
     * @throws Refusal REPEAT
     */
    default void claim(Bytes sealed, Instant until) throws Refusal {
        runOnce(sealed, until, () -> true);
    }

    /** Number of remembered requests, accurate to within about one second. */
    long size();
}
