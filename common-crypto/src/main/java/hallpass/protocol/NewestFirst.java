package hallpass.protocol;

import java.util.List;
import java.util.function.Supplier;

/** Opens with whichever of a party's keys something was sealed under, for nothing in clear says which it was. */
public final class NewestFirst {
    private NewestFirst() {}

    /** Opening with one of the keys. */
    public interface Opening<K, T> {
        T with(K key) throws Refusal;
    }

    /**
     * @param others asked for only if the newest does not open it
     * @throws Refusal what the newest key is refused with, if none opens it
     */
    public static <K, T> T open(K newest, Supplier<List<K>> others, Opening<K, T> opening) throws Refusal {
        try {
            return opening.with(newest);
        } catch (Refusal underTheNewest) {
            for (K other : others.get()) {
                try {
                    return opening.with(other);
                } catch (Refusal underThisOne) {
                    // The next one is tried.
                }
            }
            throw underTheNewest;
        }
    }
}
