package hallpass.adversary.console;

import hallpass.adversary.RecordedFrame;
import hallpass.adversary.console.KnownKeys.InspectedPart;
import hallpass.message.MessageType;
import hallpass.trace.HexDump;
import hallpass.trace.PrintableText;
import hallpass.trace.TraceFormatter;
import hallpass.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats a recorded frame as one line, or byte by byte. */
final class RecordedFrameFormatter {
    private RecordedFrameFormatter() {}

    /** The frame's number, direction and type, its size, and its cleartext fields. */
    static String summary(RecordedFrame recorded) {
        String cleartext = recorded.message()
                .map(TraceFormatter::cleartextFields)
                .map(PrintableText::escape)
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%4d  %-12s %s, %d bytes%s%s",
                recorded.number(),
                directionAndServer(recorded),
                name(recorded),
                recorded.frame().size(),
                recorded.connection() == RecordedFrame.OWN_CONNECTION ? ", own" : "",
                cleartext.isEmpty() ? "" : ": " + cleartext);
    }

    /** Such as {@code to tgs}. */
    static String directionAndServer(RecordedFrame recorded) {
        return recorded.direction() + " " + recorded.server().id();
    }

    static String label(RecordedFrame recorded) {
        try {
            return MessageType.of(recorded.frame().type()).label();
        } catch (DecodeException e) {
            return "unknown";
        }
    }

    private static String name(RecordedFrame recorded) {
        try {
            MessageType type = MessageType.of(recorded.frame().type());
            return String.format(Locale.ROOT, "%-3s %s", type.label(), type.title());
        } catch (DecodeException e) {
            return "not a message";
        }
    }

    /** All bytes, and the content of the parts that the known keys decrypt. */
    static List<String> dump(RecordedFrame recorded, KnownKeys keys) {
        List<String> lines = new ArrayList<>();
        lines.add(summary(recorded));
        lines.add("at " + recorded.time()
                + (recorded.connection() == RecordedFrame.OWN_CONNECTION
                        ? ""
                        : ", on connection " + recorded.connection() + " to "
                                + recorded.server().id()));
        HexDump.of(recorded.frame()).forEach(line -> lines.add(line.toString()));
        for (InspectedPart inspected : keys.inspect(recorded)) {
            lines.add("");
            appendPart(inspected, lines);
        }
        return lines;
    }

    private static void appendPart(InspectedPart inspected, List<String> lines) {
        String name = inspected.part().name();
        String capitalised = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        if (inspected.key().isEmpty()) {
            lines.add(capitalised + ": encrypted, no known key");
            return;
        }
        lines.add(capitalised + ", decrypted with "
                + PrintableText.escape(inspected.key().get().label()) + ":");
        try {
            HexDump.of(inspected.part(), inspected.plaintext()).forEach(line -> lines.add(line.toString()));
        } catch (DecodeException e) {
            throw new AssertionError("the decrypted part must be a " + name, e);
        }
    }
}
