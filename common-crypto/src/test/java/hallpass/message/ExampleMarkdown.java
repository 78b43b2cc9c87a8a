package hallpass.message;

import hallpass.message.WorkedExamples.Example;
import hallpass.message.WorkedExamples.Inside;
import hallpass.trace.ByteView;
import hallpass.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a worked example as {@code docs/protocol.md} shows it. */
final class ExampleMarkdown {
    private final List<String> lines = new ArrayList<>();

    private ExampleMarkdown() {}

    static List<String> of(Example example) {
        ExampleMarkdown markdown = new ExampleMarkdown();
        markdown.block(ByteView.of(MessageType.encode(example.message())));
        example.insides().forEach(markdown::inside);
        return markdown.lines;
    }

    private void inside(Inside inside) {
        lines.add("");
        String name = capitalised(inside.part().name());
        lines.add(inside.key()
                .map(key -> name + ", opened with `" + key.label() + "`:")
                .orElse(name + ", before it is sealed:"));
        lines.add("");
        try {
            block(ByteView.of(inside.part(), inside.plaintext()));
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }

    private void block(List<ByteView.Line> bytes) {
        lines.add("```text");
        for (int i = 0; i < bytes.size(); i++) {
            // The only sealed fields of this size are those of RSA.
            boolean standIn = i > 0 && bytes.get(i - 1).meaning().endsWith(": 256 bytes, sealed");
            lines.add(bytes.get(i) + (standIn ? "    a stand-in for ciphertext" : ""));
        }
        lines.add("```");
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
