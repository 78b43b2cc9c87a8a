package hallpass.crypto;

import java.util.List;

/**
 * Generates weak service passphrases: two of {@link #WORDS}, joined by a hyphen. Insecure by
 * design: an attacker with one service token tries all 4096 in an instant.
 */
public final class GuessablePassphrases {
    /** 64 words, one for each value of six bits. */
    public static final List<String> WORDS = List.of("""
                    amber apple april arrow autumn beach berry birch bread bridge brook candle cedar \
                    cherry cloud clover copper coral daisy dawn desert dragon eagle ember fern field \
                    flint forest garden ginger grape harbor hazel honey island ivory jasper jungle \
                    kettle lemon lilac maple marble meadow mint moon ocean olive orange otter pebble \
                    pepper pine planet plum river robin rose silver spring summer tiger walnut \
                    winter""".split(" ", -1));

    private GuessablePassphrases() {}

    public static char[] choose(Randomness randomness) {
        byte[] bytes = randomness.bytes(2);
        return (word(bytes[0]) + "-" + word(bytes[1])).toCharArray();
    }

    private static String word(byte index) {
        return WORDS.get(Byte.toUnsignedInt(index) % WORDS.size());
    }
}
