package hallpass.audit;

import hallpass.message.AuditEvent;
import hallpass.trace.AuditField;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened, before it has a place in a log.
 *
 * @param fields what it was about, such as {@code client} and {@code server}; never anything secret
 */
public record AuditEntry(Instant time, AuditEvent event, Map<String, String> fields) {
    /** What is longer is cut: a line must not grow with what a peer sends. */
    private static final int MAX_FIELD_LENGTH = 500;

    public AuditEntry {
        Map<String, String> kept = new LinkedHashMap<>();
        fields.forEach((name, value) -> kept.put(name, value.length() > MAX_FIELD_LENGTH ? truncate(value) : value));
        fields = Collections.unmodifiableMap(kept);
    }

    public static AuditEntry of(Instant time, AuditEvent event) {
        return new AuditEntry(time, event, Map.of());
    }

    /** The same with one more fact. */
    public AuditEntry with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value.toString());
        return new AuditEntry(time, event, more);
    }

    /** The same with one more fact. */
    public AuditEntry with(AuditField field, Object value) {
        return with(field.key(), value);
    }

    private static String truncate(String text) {
        int end =
                Character.isHighSurrogate(text.charAt(MAX_FIELD_LENGTH - 1)) ? MAX_FIELD_LENGTH - 1 : MAX_FIELD_LENGTH;
        return text.substring(0, end) + "\u2026";
    }
}
