package hallpass.trace;

/** Escapes untrusted text for one line of a terminal or a log. */
public final class PrintableText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private PrintableText() {}

    /**
     * Escapes as {@code \\u{…}} every character that could start a line, move the cursor, change
     * colours, or hide or reorder text: control, format (bidirectional marks included), separator,
     * private-use and unassigned characters. A backslash is escaped too.
     */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPlain(c)) {
                out.appendCodePoint(c);
            } else {
                out.append("\\u{").append(Integer.toHexString(c)).append('}');
            }
        });
        return out.toString();
    }

    /**
     * Like {@link #escape}, for stored content that its owner reads back: keeps tabs, backslashes
     * and the zero-width joiners that scripts and emoji need.
     */
    public static String escapeContent(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean kept = c == '\t' || c == '\\' || c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
            out.append(kept ? Character.toString(c) : escape(Character.toString(c)));
        });
        return out.toString();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> codePoint != '\\';
        };
    }
}
