package hallpass.adversary.rule;

import hallpass.crypto.RsaSealed;
import hallpass.crypto.Sealed;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.wire.Bytes;
import hallpass.wire.FieldTypes;
import hallpass.wire.Layout.FieldInfo;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What a person writes for a field's new content: a text, where a text can mean it, and else its bytes. */
final class FieldValueParser {
    private FieldValueParser() {}

    /** The field of a message, by its name in the protocol's notation. */
    static FieldInfo field(MessageType type, String name) throws RuleException {
        List<FieldInfo> fields = type.layout().fields();
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RuleException(type.label() + " has no field " + name + "; it has "
                        + fields.stream().map(FieldValueParser::quotedIfNeeded).collect(Collectors.joining(", "))));
    }

    /** As it has to be written in a rule. */
    private static String quotedIfNeeded(FieldInfo field) {
        return field.name().contains(" ") ? "\"" + field.name() + "\"" : field.name();
    }

    static Bytes parse(FieldInfo field, String text) throws RuleException {
        Type type = field.type();
        try {
            if (type == PrincipalName.class || type == String.class || type == Bytes.class) {
                return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
            } else if (type == Instant.class) {
                return Bytes.of(FieldTypes.TIME.encode(Instant.parse(text)));
            } else if (type == Duration.class) {
                return Bytes.of(FieldTypes.LIFETIME.encode(Duration.ofSeconds(Long.parseLong(text))));
            } else if (type == Integer.class) {
                return Bytes.of(FieldTypes.COUNT.encode(Integer.parseInt(text)));
            } else if (type == Long.class) {
                return Bytes.of(FieldTypes.LONG_COUNT.encode(Long.parseLong(text)));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new RuleException(field.name() + " is " + (type == Instant.class ? "a time" : "a whole number")
                    + ", such as " + (type == Instant.class ? "\"2026-01-01T12:00:00Z\"" : "\"60\"") + ", and not \""
                    + text + "\"");
        }
        throw new RuleException(field.name() + (isSealed(type) ? " is sealed" : " is no text")
                + ": give its bytes, as in with hex 00ff");
    }

    private static boolean isSealed(Type type) {
        return type instanceof ParameterizedType sealed
                && (sealed.getRawType() == Sealed.class || sealed.getRawType() == RsaSealed.class);
    }

    static Bytes parseHex(String digits) throws RuleException {
        try {
            return Bytes.ofHex(digits);
        } catch (IllegalArgumentException e) {
            throw new RuleException("bytes are written as an even number of hexadecimal digits, such as hex 00ff");
        }
    }
}
