package hallpass.adversary.console;

import hallpass.adversary.Passing;
import hallpass.adversary.console.KnownKeys.Looked;
import hallpass.message.MessageType;
import hallpass.trace.ByteView;
import hallpass.trace.Printable;
import hallpass.trace.Story;
import hallpass.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A recorded frame in words, and byte by byte. */
final class FrameText {
    private FrameText() {}

    /** Its number, its way, what it is, and what of it is in clear. */
    static String line(Passing passing) {
        String clear = passing.message().map(Story::inClear).map(Printable::of).orElse("");
        return "%4d  %-12s %s, %d bytes%s%s"
                .formatted(
                        passing.number(),
                        way(passing),
                        name(passing),
                        passing.frame().size(),
                        passing.connection() == Passing.OWN ? ", own" : "",
                        clear.isEmpty() ? "" : ": " + clear);
    }

    /** Such as {@code to tgs}. */
    static String way(Passing passing) {
        return passing.direction() + " " + passing.server().id();
    }

    static String label(Passing passing) {
        try {
            return MessageType.of(passing.frame().type()).label();
        } catch (DecodeException e) {
            return "unknown";
        }
    }

    private static String name(Passing passing) {
        try {
            MessageType type = MessageType.of(passing.frame().type());
            return "%-3s %s".formatted(type.label(), type.title());
        } catch (DecodeException e) {
            return "no message";
        }
    }

    /** All of its bytes, and the inside of what can be opened. */
    static List<String> bytes(Passing passing, KnownKeys keys) {
        List<String> lines = new ArrayList<>();
        lines.add(line(passing));
        lines.add("at " + passing.at()
                + (passing.connection() == Passing.OWN
                        ? ""
                        : ", on connection " + passing.connection() + " to "
                                + passing.server().id()));
        ByteView.of(passing.frame()).forEach(line -> lines.add(line.toString()));
        for (Looked looked : keys.look(passing)) {
            lines.add("");
            inside(looked, lines);
        }
        return lines;
    }

    private static void inside(Looked looked, List<String> lines) {
        String name = looked.part().name();
        String capitalised = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        if (looked.key().isEmpty()) {
            lines.add(capitalised + ": sealed, and no known key opens it");
            return;
        }
        lines.add(
                capitalised + ", opened with " + Printable.of(looked.key().get().label()) + ":");
        try {
            ByteView.of(looked.part(), looked.plaintext()).forEach(line -> lines.add(line.toString()));
        } catch (DecodeException e) {
            throw new AssertionError("it was opened to a " + name, e);
        }
    }
}
