package hallpass.audit;

import hallpass.message.AuditEvent;
import hallpass.trace.AuditField;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An audit event before it is appended to a log.
 *
 * @param fields details such as {@code client} and {@code server}; never secrets
 */
public record AuditEntry(Instant time, AuditEvent event, Map<String, String> fields) {
    /** Longer values are truncated, so that peers cannot inflate the log. */
    private static final int MAX_FIELD_LENGTH = 500;

    public AuditEntry {
        Map<String, String> kept = new LinkedHashMap<>();
        fields.forEach((name, value) -> kept.put(name, value.length() > MAX_FIELD_LENGTH ? truncate(value) : value));
        fields = Collections.unmodifiableMap(kept);
    }

    public static AuditEntry of(Instant time, AuditEvent event) {
        return new AuditEntry(time, event, Map.of());
    }

    /** A copy with one more field. */
    public AuditEntry with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value.toString());
        return new AuditEntry(time, event, more);
    }

    /** A copy with one more field. */
    public AuditEntry with(AuditField field, Object value) {
        return with(field.key(), value);
    }

    private static String truncate(String text) {
        int end =
                Character.isHighSurrogate(text.charAt(MAX_FIELD_LENGTH - 1)) ? MAX_FIELD_LENGTH - 1 : MAX_FIELD_LENGTH;
        return text.substring(0, end) + "\u2026";
    }
}
