package hallpass.trace;

/** Text from outside, made fit for one line of a terminal or a log. */
public final class PrintableText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private PrintableText() {}

    /**
     * {@code text} with every character that could start a new line, move the cursor, colour, hide or reorder what a person
     * reads, spelled out as {@code \\u{…}}: control, format (bidirectional marks among them), separator and unassigned ones.
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
     * The same for what a person kept and wants back: tabs, backslashes and the joiners of scripts and emoji stay, since they
     * neither hide nor reorder anything.
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
