package hallpass.attack;

import java.util.List;
import java.util.Random;

/** Who plays: names and passwords, the same for the same seed. */
public final class Cast {
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

    public Cast(long seed) {
        this.seed = seed;
    }

    /** One of these for what is to be chosen; the first, for a seed of 0. */
    public <T> T pick(String purpose, List<T> choices) {
        return seed == 0 ? choices.get(0) : choices.get(random(purpose).nextInt(choices.size()));
    }

    /** Four words that belong to this purpose. */
    public String words(String purpose) {
        Random random = random(purpose);
        return String.join(
                " ", random.ints(4, 0, WORDS.size()).mapToObj(WORDS::get).toList());
    }

    private Random random(String purpose) {
        return new Random(31 * seed + purpose.hashCode());
    }
}
