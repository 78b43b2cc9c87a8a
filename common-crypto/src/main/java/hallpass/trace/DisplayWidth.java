package hallpass.trace;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * Counts terminal columns: none for combining and invisible characters, two for East Asian wide
 * characters and emoji (UAX #11), one for all others.
 */
public final class DisplayWidth {
    private static final Set<UnicodeScript> WIDE = EnumSet.of(
            UnicodeScript.BOPOMOFO,
            UnicodeScript.HAN,
            UnicodeScript.HANGUL,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.NUSHU,
            UnicodeScript.TANGUT,
            UnicodeScript.YI);

    /** Wide ranges of other scripts, each a first and a last character; in ascending order. */
    private static final int[] WIDE_RANGES = {
        0x231a, 0x231b, 0x2329, 0x232a, 0x23e9, 0x23ec, 0x23f0, 0x23f0, 0x23f3, 0x23f3, 0x25fd, 0x25fe, 0x2614, 0x2615,
        0x2648, 0x2653, 0x267f, 0x267f, 0x2693, 0x2693, 0x26a1, 0x26a1, 0x26aa, 0x26ab, 0x26bd, 0x26be, 0x26c4, 0x26c5,
        0x26ce, 0x26ce, 0x26d4, 0x26d4, 0x26ea, 0x26ea, 0x26f2, 0x26f3, 0x26f5, 0x26f5, 0x26fa, 0x26fa, 0x26fd, 0x26fd,
        0x2705, 0x2705, 0x270a, 0x270b, 0x2728, 0x2728, 0x274c, 0x274c, 0x274e, 0x274e, 0x2753, 0x2755, 0x2757, 0x2757,
        0x2795, 0x2797, 0x27b0, 0x27b0, 0x27bf, 0x27bf, 0x2b1b, 0x2b1c, 0x2b50, 0x2b50, 0x2b55, 0x2b55, 0x2e80, 0x303e,
        0x3040, 0x33ff, 0xfe30, 0xfe6b, 0xff01, 0xff60, 0xffe0, 0xffe6, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf, 0x1f18e,
        0x1f18e, 0x1f191, 0x1f19a, 0x1f200, 0x1f265, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f7e0, 0x1f7eb, 0x1f900,
        0x1f9ff, 0x1fa70, 0x1faff
    };

    private DisplayWidth() {}

    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** Appends spaces up to a width. A text that is wider stays as it is. */
    public static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /**
     * The number of leading chars of {@code text} that fit {@code columns}. Never splits a
     * surrogate pair.
     */
    public static int prefixLength(String text, int columns) {
        int end = 0;
        int left = columns;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            left -= of(codePoint);
            if (left < 0) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }

    private static int of(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        } else if (isInvisible(codePoint)) {
            return 0;
        }
        return codePoint >= 0x1100 && isWide(codePoint) ? 2 : 1;
    }

    private static boolean isInvisible(int codePoint) {
        // Vowels and final consonants of Hangul are drawn in the cell of the first consonant.
        boolean jamo = (codePoint >= 0x1160 && codePoint <= 0x11ff) || (codePoint >= 0xd7b0 && codePoint <= 0xd7ff);
        return jamo
                || switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> true;
                    default -> false;
                };
    }

    private static boolean isWide(int codePoint) {
        boolean halfWidth = codePoint >= 0xff61 && codePoint <= 0xffdc;
        return !halfWidth && (isInWideRange(codePoint) || WIDE.contains(UnicodeScript.of(codePoint)));
    }

    private static boolean isInWideRange(int codePoint) {
        for (int i = 0; i < WIDE_RANGES.length && WIDE_RANGES[i] <= codePoint; i += 2) {
            if (codePoint <= WIDE_RANGES[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
