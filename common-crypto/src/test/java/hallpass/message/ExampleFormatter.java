package hallpass.message;

import hallpass.message.WorkedExamples.OpenedPart;
import hallpass.message.WorkedExamples.WorkedExample;
import hallpass.trace.HexDump;
import hallpass.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats a worked example for {@code docs/protocol.md}. */
final class ExampleFormatter {
    private final List<String> lines = new ArrayList<>();

    private ExampleFormatter() {}

    static List<String> of(WorkedExample example) {
        ExampleFormatter formatter = new ExampleFormatter();
        formatter.block(HexDump.of(MessageType.encode(example.message())));
        example.openedParts().forEach(formatter::openedPart);
        return formatter.lines;
    }

    private void openedPart(OpenedPart opened) {
        lines.add("");
        String name = capitalised(opened.type().name());
        lines.add(opened.key()
                .map(key -> name + ", opened with `" + key.label() + "`:")
                .orElse(name + ", before encryption:"));
        lines.add("");
        try {
            block(HexDump.of(opened.type(), opened.plaintext()));
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }

    private void block(List<HexDump.DumpLine> bytes) {
        lines.add("```text");
        for (int i = 0; i < bytes.size(); i++) {
            // Only RSA ciphertext has this size.
            boolean standIn = i > 0 && bytes.get(i - 1).description().endsWith(": 256 bytes, sealed");
            lines.add(bytes.get(i) + (standIn ? "    placeholder ciphertext" : ""));
        }
        lines.add("```");
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
