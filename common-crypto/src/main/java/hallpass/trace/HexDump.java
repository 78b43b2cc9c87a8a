package hallpass.trace;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.crypto.SecretBytes;
import hallpass.message.ErrorCode;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.PartType;
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
import java.util.Locale;
import java.util.Map;

/**
 * A hex dump of a message, field by field: one AES block per line, the field's name and value to
 * the right. Plaintext keys are shown as they are, so use it only on the owner's terminal.
 */
public final class HexDump {
    private static final int BYTES_PER_LINE = 16;

    private final List<DumpLine> lines = new ArrayList<>();

    private HexDump() {}

    /** One line: up to 16 bytes and their description. */
    public record DumpLine(Bytes bytes, String description) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-32s  %s", bytes.toHex(), description)
                    .stripTrailing();
        }
    }

    /** Dumps a frame, beginning with its length prefix. */
    public static List<DumpLine> of(Frame frame) {
        HexDump dump = new HexDump();
        int length = 1 + frame.body().size();
        dump.addLine(Bytes.ofHex(String.format(Locale.ROOT, "%08x", length)), "length: " + length + " bytes follow");
        Bytes number = Bytes.ofHex(String.format(Locale.ROOT, "%02x", frame.type()));
        try {
            MessageType type = MessageType.of(frame.type());
            dump.addLine(number, "type: " + type.label() + ", " + type.title());
            Message message = MessageType.decode(frame);
            dump.addFields(RawFields.split(type.layout(), frame.body()), MessageType.fieldsOf(message));
        } catch (DecodeException e) {
            dump.addUndecodable(frame, number, e);
        }
        return List.copyOf(dump.lines);
    }

    /**
     * Dumps the plaintext of a sealed part.
     *
     * @throws DecodeException if the plaintext does not match the part's layout
     */
    public static <T extends Record> List<DumpLine> of(PartType<T> part, Bytes plaintext) throws DecodeException {
        Layout<T> layout = part.layout();
        HexDump dump = new HexDump();
        dump.addFields(RawFields.split(layout, plaintext), layout.values(layout.decode(plaintext.toArray())));
        return List.copyOf(dump.lines);
    }

    private void addUndecodable(Frame frame, Bytes number, DecodeException problem) {
        if (lines.size() == 1) {
            addLine(number, "type: unknown");
        }
        addContent(frame.body(), problem.problem(), false);
    }

    private void addFields(Map<String, Bytes> contents, Map<String, Object> values) {
        // Omitted fields have no bytes to show.
        contents.forEach((name, content) -> {
            Object value = values.getOrDefault(name, "");
            addLine(
                    Bytes.ofHex(String.format(Locale.ROOT, "%04x", content.size())),
                    name + ": " + describeSize(content.size(), value));
            addContent(content, "  " + describe(value), isText(value));
        });
    }

    private void addContent(Bytes content, String description, boolean isText) {
        byte[] bytes = content.toArray();
        for (int offset = 0; offset < bytes.length; offset += BYTES_PER_LINE) {
            byte[] chunk = Arrays.copyOfRange(bytes, offset, Math.min(bytes.length, offset + BYTES_PER_LINE));
            addLine(Bytes.of(chunk), isText ? "  " + printable(chunk) : offset == 0 ? description : "");
        }
    }

    private static String describeSize(int length, Object value) {
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

    private static String printable(byte[] chunk) {
        String text = new String(chunk, StandardCharsets.UTF_8);
        // A binary key is not text.
        return text.chars().allMatch(c -> c >= ' ' && c != 0xfffd) ? PrintableText.escape(text) : "";
    }

    private static String describe(Object value) {
        if (value instanceof Duration lifetime) {
            return lifetime.toSeconds() + " s";
        } else if (value instanceof Instant || value instanceof Integer || value instanceof Long) {
            return value.toString();
        } else if (value instanceof ErrorCode code) {
            return code.number() + " " + code;
        }
        return "";
    }

    private void addLine(Bytes bytes, String description) {
        lines.add(new DumpLine(bytes, description.stripTrailing()));
    }
}
