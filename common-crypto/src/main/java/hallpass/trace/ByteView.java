package hallpass.trace;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Part;
import hallpass.message.PrincipalName;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import hallpass.wire.RawFields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The bytes of a message, field by field: hexadecimal on the left, one AES block to a line, and on the right what it is.
 * Shows what it is given, keys too: it is for those to whom the bytes belong.
 */
public final class ByteView {
    private static final int LINE = 16;

    private final List<Line> lines = new ArrayList<>();

    private ByteView() {}

    /** Some bytes, and what they are. */
    public record Line(Bytes bytes, String meaning) {
        @Override
        public String toString() {
            return "%-32s  %s".formatted(bytes.toHex(), meaning).stripTrailing();
        }
    }

    /** A whole frame, its length first. */
    public static List<Line> of(Frame frame) {
        ByteView view = new ByteView();
        int length = 1 + frame.body().size();
        view.line(Bytes.ofHex("%08x".formatted(length)), "length: " + length + " bytes follow");
        Bytes number = Bytes.ofHex("%02x".formatted(frame.type()));
        try {
            MessageType type = MessageType.of(frame.type());
            view.line(number, "type: " + type.label() + ", " + type.title());
            Message message = MessageType.decode(frame);
            view.fields(RawFields.of(type.layout(), frame.body()), MessageType.fields(message));
        } catch (DecodeException e) {
            view.unreadable(frame, number, e);
        }
        return List.copyOf(view.lines);
    }

    /**
     * The inside of a sealed part.
     *
     * @throws DecodeException if it is not laid out as that part is
     */
    public static <T extends Record> List<Line> of(Part<T> part, Bytes plaintext) throws DecodeException {
        Layout<T> layout = part.layout();
        ByteView view = new ByteView();
        view.fields(RawFields.of(layout, plaintext), layout.values(layout.decode(plaintext.toArray())));
        return List.copyOf(view.lines);
    }

    private void unreadable(Frame frame, Bytes number, DecodeException problem) {
        if (lines.size() == 1) {
            line(number, "type: none that a message has");
        }
        pieces(frame.body(), problem.problem(), false);
    }

    private void fields(Map<String, Bytes> contents, Map<String, Object> values) {
        // Without those that are left out: there are no bytes of theirs to show.
        contents.forEach((name, content) -> {
            Object value = values.getOrDefault(name, "");
            line(Bytes.ofHex("%04x".formatted(content.size())), name + ": " + size(content.size(), value));
            pieces(content, "  " + meaning(value), isText(value));
        });
    }

    private void pieces(Bytes content, String meaning, boolean text) {
        byte[] bytes = content.toArray();
        for (int at = 0; at < bytes.length; at += LINE) {
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + LINE));
            line(Bytes.of(piece), text ? "  " + text(piece) : at == 0 ? meaning : "");
        }
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
        return text.chars().allMatch(c -> c >= ' ' && c != 0xfffd) ? Printable.of(text) : "";
    }

    private static String meaning(Object value) {
        if (value instanceof Duration lifetime) {
            return lifetime.toSeconds() + " s";
        } else if (value instanceof Instant || value instanceof Integer || value instanceof Long) {
            return value.toString();
        } else if (value instanceof ErrorCode code) {
            return code.number() + " " + code;
        }
        return "";
    }

    private void line(Bytes bytes, String meaning) {
        lines.add(new Line(bytes, meaning.stripTrailing()));
    }
}
