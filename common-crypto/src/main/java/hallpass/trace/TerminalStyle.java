package hallpass.trace;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The style of trace lines: ASCII for files and pipes, symbols and colour for capable terminals.
 */
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
     * Selects the style for an environment. The launch scripts set {@code HALLPASS_TTY} if standard
     * output is a terminal, because Java cannot tell standard output from input. Honours
     * {@code NO_COLOR} (no-color.org).
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

    /** POSIX: the first variable that is set and not empty wins. */
    private static boolean isUtf8(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> value.toUpperCase(Locale.ROOT).replace("-", "").endsWith("UTF8"))
                .orElse(false);
    }

    public String incoming() {
        return incoming;
    }

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

    /** Text attributes. Colour never carries meaning alone. */
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
