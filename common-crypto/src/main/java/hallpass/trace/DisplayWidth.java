package hallpass.trace;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** Counts terminal columns. East Asian characters and emoji are two columns wide (UAX #11). */
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

    private DisplayWidth() {}

    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
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
        return codePoint >= 0x1100 && isWide(codePoint) ? 2 : 1;
    }

    /** Approximate. In doubt a character counts as wide, because a short line is harmless. */
    private static boolean isWide(int codePoint) {
        boolean cjkSymbol = codePoint >= 0x3000 && codePoint <= 0x33ff;
        boolean fullWidth = codePoint >= 0xff01 && codePoint <= 0xffe6;
        boolean picture =
                (codePoint >= 0x1f000 && codePoint <= 0x1faff) || (codePoint >= 0x2300 && codePoint <= 0x2bff);
        return cjkSymbol || fullWidth || picture || WIDE.contains(UnicodeScript.of(codePoint));
    }
}
