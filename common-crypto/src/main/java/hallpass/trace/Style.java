package hallpass.trace;

/** How a story looks: plain text for files and pipes, colour and symbols for a terminal that can show them. */
public enum Style {
    PLAIN("<-", "->", "ok", "NO", "|"),
    TERMINAL("←", "→", "✓", "✗", "│");

    private static final String RESET = "\u001b[0m";

    private final String in;
    private final String out;
    private final String good;
    private final String bad;
    private final String bar;

    Style(String in, String out, String good, String bad, String bar) {
        this.in = in;
        this.out = out;
        this.good = good;
        this.bad = bad;
        this.bar = bar;
    }

    /** Marks a message that came in. */
    public String in() {
        return in;
    }

    /** Marks a message that went out. */
    public String out() {
        return out;
    }

    public String good() {
        return good;
    }

    public String bad() {
        return bad;
    }

    public String bar() {
        return bar;
    }

    /** What colours are used for; never the only carrier of a meaning. */
    public enum Tint {
        GOOD("32"),
        BAD("31"),
        MESSAGE("1"),
        FAINT("2"),
        AS("36"),
        TGS("34"),
        SERVICE("35"),
        CA("33"),
        APP("95"),
        CLIENT("32"),
        REALM("37");

        private final String code;

        Tint(String code) {
            this.code = code;
        }
    }

    public String tint(Tint tint, String text) {
        return this == PLAIN ? text : "\u001b[" + tint.code + "m" + text + RESET;
    }
}
