package hallpass.trace;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** How a story looks: plain text for files and pipes, symbols and colour for a terminal that can show them. */
public enum TerminalStyle {
    PLAIN("<-", "->", "ok", "NO", "|"),
    SYMBOLS("←", "→", "✓", "✗", "│"),
    COLOUR("←", "→", "✓", "✗", "│");

    private static final String RESET = "\u001b[0m";

    private final String incoming;
    private final String outgoing;
    private final String success;
    private final String failure;
    private final String separator;

    TerminalStyle(String incoming, String outgoing, String success, String failure, String separator) {
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.success = success;
        this.failure = failure;
        this.separator = separator;
    }

    /**
     * The style that suits an environment. The launch scripts set {@code HALLPASS_TTY} when the output is a terminal, which
     * Java cannot tell of the output alone; {@code NO_COLOR} is honoured (no-color.org).
     */
    public static TerminalStyle of(Map<String, String> environment) {
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
    public String incoming() {
        return incoming;
    }

    /** Marks a message that went out. */
    public String outgoing() {
        return outgoing;
    }

    public String success() {
        return success;
    }

    public String failure() {
        return failure;
    }

    public String separator() {
        return separator;
    }

    /** What colours are used for; never the only carrier of a meaning. */
    public enum Colour {
        SUCCESS("32"),
        FAILURE("31"),
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

        Colour(String code) {
            this.code = code;
        }
    }

    public String colour(Colour colour, String text) {
        return this != COLOUR ? text : "\u001b[" + colour.code + "m" + text + RESET;
    }
}
