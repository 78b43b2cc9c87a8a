package hallpass.message;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.crypto.SecretBytes;
import hallpass.message.WorkedExamples.Example;
import hallpass.message.WorkedExamples.Inside;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints a worked example as {@code docs/protocol.md} shows it: hexadecimal on the left, one AES block to a line, and on
 * the right what it is.
 */
final class ExampleMarkdown {
    private static final int LINE = 16;

    private final List<String> lines = new ArrayList<>();

    private ExampleMarkdown() {}

    static List<String> of(Example example) {
        ExampleMarkdown markdown = new ExampleMarkdown();
        markdown.frame(example.message());
        example.insides().forEach(markdown::inside);
        return markdown.lines;
    }

    private void frame(Message message) {
        Frame frame = MessageType.encode(message);
        MessageType type = message.type();
        lines.add("```text");
        line(
                Bytes.ofHex("%08x".formatted(1 + frame.body().size())),
                "length: " + (1 + frame.body().size()) + " bytes follow");
        line(Bytes.ofHex("%02x".formatted(type.number())), "type: " + type.label() + ", " + type.title());
        fields(frame.body(), MessageType.fields(message));
        lines.add("```");
    }

    private void inside(Inside inside) {
        lines.add("");
        String name = capitalised(inside.part().name());
        lines.add(inside.key()
                .map(key -> name + ", opened with `" + key.label() + "`:")
                .orElse(name + ", before it is sealed:"));
        lines.add("");
        lines.add("```text");
        fields(inside.plaintext(), valuesOf(inside.part().layout(), inside.plaintext()));
        lines.add("```");
    }

    private static <T extends Record> Map<String, Object> valuesOf(Layout<T> layout, Bytes plaintext) {
        try {
            return layout.values(layout.decode(plaintext.toArray()));
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }

    private void fields(Bytes body, Map<String, Object> values) {
        ByteBuffer in = ByteBuffer.wrap(body.toArray());
        values.forEach((name, value) -> {
            byte[] content = new byte[in.getShort() & 0xffff];
            in.get(content);
            line(Bytes.ofHex("%04x".formatted(content.length)), name + ": " + size(content.length, value));
            String meaning = meaning(value);
            for (int at = 0; at < content.length; at += LINE) {
                byte[] piece = Arrays.copyOfRange(content, at, Math.min(content.length, at + LINE));
                line(Bytes.of(piece), "  " + (isText(value) ? text(piece) : at == 0 ? meaning : ""));
            }
        });
    }

    private static String size(int length, Object value) {
        if (length == 0) {
            return "absent";
        }
        String bytes = length + " bytes";
        return value instanceof Sealed || value instanceof RsaSealed ? bytes + ", sealed" : bytes;
    }

    private static boolean isText(Object value) {
        return value instanceof PrincipalName
                || value instanceof String
                || value instanceof Bytes
                || value instanceof SecretBytes;
    }

    private static String text(byte[] piece) {
        String text = new String(piece, StandardCharsets.UTF_8);
        // A number in bytes is no text.
        return text.chars().allMatch(c -> c >= ' ' && c != 0xfffd) ? text : "";
    }

    private static String meaning(Object value) {
        if (value instanceof Instant) {
            return value.toString();
        } else if (value instanceof Duration lifetime) {
            return lifetime.toSeconds() + " s";
        } else if (value instanceof Integer || value instanceof Long) {
            return value.toString();
        } else if (value instanceof ErrorCode code) {
            return code.number() + " " + code;
        } else if (value instanceof RsaSealed) {
            return "a stand-in for ciphertext";
        }
        return "";
    }

    private void line(Bytes hex, String meaning) {
        lines.add("%-32s  %s".formatted(hex.toHex(), meaning).stripTrailing());
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
