package hallpass.protocol;

import java.util.List;
import java.util.function.Supplier;

/**
 * Opens an encrypted part with any of a party's current keys. The part does not name its key
 * version.
 */
public final class TrialDecryption {
    private TrialDecryption() {}

    /** Attempt to open a part with one key. */
    public interface OpenAttempt<K, T> {
        T open(K key) throws Refusal;
    }

    /**
     * @param others consulted only if the newest key fails
     * @throws Refusal the refusal of the newest key, if every key fails
     */
    public static <K, T> T open(K newest, Supplier<List<K>> others, OpenAttempt<K, T> attempt) throws Refusal {
        try {
            return attempt.open(newest);
        } catch (Refusal newestRefusal) {
            for (K other : others.get()) {
                try {
                    return attempt.open(other);
                } catch (Refusal ignored) {
                    // Try the next key.
                }
            }
            throw newestRefusal;
        }
    }
}
