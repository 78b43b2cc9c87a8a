package hallpass.testkit;

import hallpass.crypto.Randomness;
import java.util.Random;
import java.util.function.IntSupplier;

/** Bytes that anybody can foretell, the same in every run: for tests alone. Safe for many threads. */
public final class InsecureScriptedRandomness implements Randomness {
    private final IntSupplier next;

    private InsecureScriptedRandomness(IntSupplier next) {
        this.next = next;
    }

    /** 00 01 02 …, going on from call to call and beginning again after ff. */
    public static InsecureScriptedRandomness counting() {
        return countingFrom(0);
    }

    /** As {@link #counting}, with another first byte. */
    public static InsecureScriptedRandomness countingFrom(int first) {
        int[] count = {first};
        return new InsecureScriptedRandomness(() -> count[0]++);
    }

    /** Bytes without a visible pattern. */
    public static InsecureScriptedRandomness seeded(long seed) {
        Random random = new Random(seed);
        return new InsecureScriptedRandomness(random::nextInt);
    }

    @Override
    public synchronized byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next.getAsInt();
        }
        return bytes;
    }
}
