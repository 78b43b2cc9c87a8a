package hallpass.console;

import hallpass.trace.PrintableText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds arguments and variables that the JVM could not decode, because the locale of the process is
 * not UTF-8. The JVM substitutes U+FFFD for the bytes, which must not be stored or used as a path.
 */
public final class UndecodedText {
    private static final String REPLACEMENT_CHARACTER = "\ufffd";

    /** The variables that name files. */
    private static final List<String> VARIABLES = List.of("HALLPASS_REALM", "HALLPASS_CACHE", "XDG_STATE_HOME", "HOME");

    private static final int SHOWN_CHARACTERS = 40;

    private UndecodedText() {}

    /** A sentence about the first argument or variable that did not arrive whole. */
    public static Optional<String> find(List<String> arguments, Map<String, String> environment) {
        Optional<String> argument = arguments.stream()
                .filter(UndecodedText::isUndecoded)
                .findFirst()
                .map(text -> "the argument \"" + abbreviated(text) + '"');
        return argument.or(() -> VARIABLES.stream()
                        .filter(name -> isUndecoded(environment.getOrDefault(name, "")))
                        .findFirst()
                        .map(name -> "the variable " + name))
                .map(subject -> subject + " did not arrive whole: set a UTF-8 locale, such as LC_ALL=C.UTF-8, and"
                        + " type it as UTF-8");
    }

    public static boolean isUndecoded(String text) {
        return text.contains(REPLACEMENT_CHARACTER);
    }

    private static String abbreviated(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= SHOWN_CHARACTERS
                ? PrintableText.escape(text)
                : PrintableText.escape(text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARACTERS))) + "…";
    }
}
