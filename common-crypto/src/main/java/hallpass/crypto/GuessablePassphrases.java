package hallpass.crypto;

import java.util.List;

/**
 * Passphrases as people choose them for services: two words out of {@link #WORDS}, with a hyphen between them. Weak on purpose:
 * there are 4096, and whoever has one token for a service tries them all within a blink.
 */
public final class GuessablePassphrases {
    /** As many as a byte's lower six bits tell apart. */
    public static final List<String> WORDS =
            List.of(("amber apple april arrow autumn beach berry birch bread bridge brook candle"
                            + " cedar cherry cloud clover copper coral daisy dawn desert dragon eagle ember fern field flint forest garden"
                            + " ginger grape harbor hazel honey island ivory jasper jungle kettle lemon lilac maple marble meadow mint"
                            + " moon ocean olive orange otter pebble pepper pine planet plum river robin rose silver spring summer tiger"
                            + " walnut winter")
                    .split(" ", -1));

    private GuessablePassphrases() {}

    /** One of them. */
    public static char[] choose(Randomness randomness) {
        byte[] bytes = randomness.bytes(2);
        return (word(bytes[0]) + "-" + word(bytes[1])).toCharArray();
    }

    private static String word(byte index) {
        return WORDS.get(Byte.toUnsignedInt(index) % WORDS.size());
    }
}
