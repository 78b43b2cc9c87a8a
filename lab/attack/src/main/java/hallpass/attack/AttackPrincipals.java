package hallpass.attack;

import hallpass.crypto.Randomness;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Chooses names, passwords and secrets from a seed. */
public final class AttackPrincipals {
    private static final List<String> WORDS = List.of(
            "amber",
            "basket",
            "candle",
            "dolphin",
            "ember",
            "falcon",
            "garden",
            "harbour",
            "island",
            "jigsaw",
            "kettle",
            "lantern",
            "marble",
            "needle",
            "orchard",
            "pebble",
            "quiver",
            "ribbon",
            "saddle",
            "timber",
            "umbrella",
            "velvet",
            "willow",
            "yonder",
            "zephyr");

    private final long seed;
    private final boolean usesDefaults;

    public AttackPrincipals(long seed) {
        this(seed, seed == 0);
    }

    /** @param usesDefaults whether to choose the names that the documentation uses */
    private AttackPrincipals(long seed, boolean usesDefaults) {
        this.seed = seed;
        this.usesDefaults = usesDefaults;
    }

    /**
     * With a seed, everything follows from it. Without one, names are the documented ones and
     * secrets are random.
     */
    public static AttackPrincipals of(Optional<Long> seed, Randomness randomness) {
        return seed.map(AttackPrincipals::new)
                .orElseGet(() -> new AttackPrincipals(
                        ByteBuffer.wrap(randomness.bytes(Long.BYTES)).getLong(), true));
    }

    /** Chooses a value; by default the first one. */
    public <T> T choose(String purpose, List<T> choices) {
        return usesDefaults ? choices.get(0) : choices.get(random(purpose).nextInt(choices.size()));
    }

    /** Four words, determined by the purpose and the seed. */
    public String phrase(String purpose) {
        Random random = random(purpose);
        return String.join(
                " ", random.ints(4, 0, WORDS.size()).mapToObj(WORDS::get).toList());
    }

    private Random random(String purpose) {
        return new Random(31 * seed + purpose.hashCode());
    }
}
