package hallpass.cli;

import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Encodes JSON. */
public final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** The fields of a JSON object; empty if the text is not one. */
    public static Optional<Map<String, Object>> decodeObject(String text) {
        try {
            return Optional.of(MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {}));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    public static String encode(Map<String, ?> value) {
        return MAPPER.writeValueAsString(value);
    }
}
