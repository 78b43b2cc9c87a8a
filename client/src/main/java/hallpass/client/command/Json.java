package hallpass.client.command;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** JSON text. */
public final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    public static String text(Map<String, ?> value) {
        return MAPPER.writeValueAsString(value);
    }
}
