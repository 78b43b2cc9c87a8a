package hallpass.protocol;

import hallpass.wire.Bytes;
import java.time.Instant;

/**
 * Remembers what was accepted for as long as it could be sent again (RFC 4120 §3.2.3): the same sealed bytes are good
 * once, whichever thread, process or life of a process they come to.
 */
public interface ReplayCache {
    /** Remembers nothing: the classic protocol, in which whoever listens can send again what was sent. */
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

    /** What a request does once it is accepted. */
    interface Effect<T> {
        T apply() throws Refusal;
    }

    /**
     * Carries out an effect unless it was carried out for the same bytes before. That it was, and whatever it stored in
     * the cache's own store, are durable together before this returns. An effect that is refused or fails leaves no trace.
     *
     * @param sealed what proves that the sender asks now; whoever holds no key can only repeat it
     * @param until the last instant at which these bytes would be accepted; follows from them alone
     * @throws Refusal REPEAT, or what the effect is refused with
     */
    <T> T runOnce(Bytes sealed, Instant until, Effect<T> effect) throws Refusal;

    /**
     * Accepts bytes whose effect stores nothing.
     *
     * @throws Refusal REPEAT
     */
    default void claim(Bytes sealed, Instant until) throws Refusal {
        runOnce(sealed, until, () -> true);
    }

    /** How much is remembered now, to within a second's claims. */
    long size();
}
