package hallpass.trace;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** How a story looks: plain text for files and pipes, symbols and colour for a terminal that can show them. */
public enum Style {
    PLAIN("<-", "->", "ok", "NO", "|"),
    SYMBOLS("←", "→", "✓", "✗", "│"),
    COLOUR("←", "→", "✓", "✗", "│");

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

    /**
     * The style that suits an environment. The launch scripts set {@code HALLPASS_TTY} when the output is a terminal, which
     * Java cannot tell of the output alone; {@code NO_COLOR} is honoured (no-color.org).
     */
    public static Style of(Map<String, String> environment) {
        boolean terminal = "1".equals(environment.get("HALLPASS_TTY"));
        if (!terminal || !isUtf8(environment)) {
            return PLAIN;
        }
        boolean noColour =
                !environment.getOrDefault("NO_COLOR", "").isEmpty() || "dumb".equals(environment.get("TERM"));
        return noColour ? SYMBOLS : COLOUR;
    }

    /** POSIX: the first of the three that is set and not empty decides. */
    private static boolean isUtf8(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> value.toUpperCase(Locale.ROOT).replace("-", "").endsWith("UTF8"))
                .orElse(false);
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
        return this != COLOUR ? text : "\u001b[" + tint.code + "m" + text + RESET;
    }
}
