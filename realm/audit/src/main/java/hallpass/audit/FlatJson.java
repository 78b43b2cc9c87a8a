package hallpass.audit;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Codec for a JSON object of strings and integers on one line. All characters but printable ASCII
 * are escaped, so that no value can start a new line, send a terminal escape sequence or reorder
 * text.
 */
final class FlatJson {
    /** Escapes DEL as well, which JSON permits unescaped. */
    private static final class DeleteEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int DELETE = 0x7f;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
            codes[DELETE] = CharacterEscapes.ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return new SerializedString(String.format(Locale.ROOT, "\\u%04X", character));
        }
    }

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .characterEscapes(new DeleteEscapes())
            .build();

    /** A malformed line. The problem is a predicate whose subject is the line. */
    static final class MalformedJsonException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedJsonException(String problem) {
            super(problem, null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    private FlatJson() {}

    /** @param fields strings, and {@link Long} for integers */
    static byte[] encode(Map<String, Object> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            fields.forEach((name, value) -> {
                if (value instanceof Long number) {
                    json.writeNumberProperty(name, number);
                } else {
                    json.writeStringProperty(name, value.toString());
                }
            });
            json.writeEndObject();
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * @throws MalformedJsonException also for valid JSON that {@link #encode} would write
     *     differently
     */
    static Map<String, Object> decode(byte[] line) throws MalformedJsonException {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedJsonException("is not a JSON object");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                fields.put(name, parseValue(json));
            }
        } catch (JacksonException e) {
            throw new MalformedJsonException("is not JSON");
        }
        if (!Arrays.equals(encode(fields), line)) {
            throw new MalformedJsonException("is not in canonical form");
        }
        return fields;
    }

    private static Object parseValue(JsonParser json) throws MalformedJsonException {
        return switch (json.nextToken()) {
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getLongValue();
            default -> throw new MalformedJsonException("contains a value that is not a string or an integer");
        };
    }

    static String removeText(Map<String, Object> fields, String name) throws MalformedJsonException {
        if (fields.remove(name) instanceof String text) {
            return text;
        }
        throw new MalformedJsonException("has no " + name);
    }

    static long removeNumber(Map<String, Object> fields, String name) throws MalformedJsonException {
        OptionalLong number = fields.remove(name) instanceof Long value ? OptionalLong.of(value) : OptionalLong.empty();
        return number.orElseThrow(() -> new MalformedJsonException("has no " + name));
    }
}
