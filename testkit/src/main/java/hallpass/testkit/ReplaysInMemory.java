package hallpass.testkit;

import hallpass.message.ErrorCode;
import hallpass.protocol.Refusal;
import hallpass.protocol.ReplayCache;
import hallpass.wire.Bytes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A replay cache that is forgotten with the test. Safe for many threads. */
public final class ReplaysInMemory implements ReplayCache {
    private final Map<Bytes, Instant> claimed = new HashMap<>();

    @Override
    public synchronized <T> T once(Bytes sealed, Instant until, Effect<T> effect) throws Refusal {
        if (claimed.containsKey(sealed)) {
            throw new Refusal(ErrorCode.KRB_AP_ERR_REPEAT, "it came before");
        }
        T result = effect.take();
        claimed.put(sealed, until);
        return result;
    }

    @Override
    public synchronized long size() {
        return claimed.size();
    }

    /** Until when each is remembered. */
    public synchronized Map<Bytes, Instant> claimed() {
        return Map.copyOf(claimed);
    }
}
