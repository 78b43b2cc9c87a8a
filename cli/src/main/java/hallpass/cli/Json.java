package hallpass.cli;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Encodes JSON. */
public final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    public static String encode(Map<String, ?> value) {
        return MAPPER.writeValueAsString(value);
    }
}
