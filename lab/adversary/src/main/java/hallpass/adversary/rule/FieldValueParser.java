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

/** Parses new values for message fields: text, where the field's type has a text form, or bytes. */
final class FieldValueParser {
    private FieldValueParser() {}

    /** Finds a field of a message by its name in docs/protocol.md. */
    static FieldInfo field(MessageType type, String name) throws RuleException {
        List<FieldInfo> fields = type.layout().fields();
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RuleException(type.label() + " has no field " + name + "; it has "
                        + fields.stream().map(FieldValueParser::quotedIfNeeded).collect(Collectors.joining(", "))));
    }

    /** Quoted if the rule language requires it. */
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
                    + ", such as " + (type == Instant.class ? "\"2026-01-01T12:00:00Z\"" : "\"60\"") + ", not \""
                    + text + "\"");
        }
        throw new RuleException(field.name() + (isSealed(type) ? " is encrypted" : " is not text")
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
            throw new RuleException("write bytes as an even number of hexadecimal digits, such as hex 00ff");
        }
    }
}
