package hallpass.protocol;

import java.util.List;
import java.util.function.Supplier;

/** Opens with whichever of a party's keys something was sealed under, for nothing in clear says which it was. */
public final class KeyRollover {
    private KeyRollover() {}

    /** Opening with one of the keys. */
    public interface OpenAttempt<K, T> {
        T open(K key) throws Refusal;
    }

    /**
     * @param others asked for only if the newest does not open it
     * @throws Refusal what the newest key is refused with, if none opens it
     */
    public static <K, T> T open(K newest, Supplier<List<K>> others, OpenAttempt<K, T> attempt) throws Refusal {
        try {
            return attempt.open(newest);
        } catch (Refusal newestRefusal) {
            for (K other : others.get()) {
                try {
                    return attempt.open(other);
                } catch (Refusal ignored) {
                    // The next one is tried.
                }
            }
            throw newestRefusal;
        }
    }
}
