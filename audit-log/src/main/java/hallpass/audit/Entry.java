package hallpass.audit;

import hallpass.trace.Fact;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened, before it has a place in a log.
 *
 * @param facts what it was about, such as {@code client} and {@code server}; never anything secret
 */
public record Entry(Instant time, AuditEvent event, Map<String, String> facts) {
    /** What is longer is cut: a line must not grow with what a peer sends. */
    private static final int LONGEST_FACT = 500;

    public Entry {
        Map<String, String> kept = new LinkedHashMap<>();
        facts.forEach((name, value) -> kept.put(name, value.length() > LONGEST_FACT ? cut(value) : value));
        facts = Collections.unmodifiableMap(kept);
    }

    public static Entry of(Instant time, AuditEvent event) {
        return new Entry(time, event, Map.of());
    }

    /** The same with one more fact. */
    public Entry with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(name, value.toString());
        return new Entry(time, event, more);
    }

    /** The same with one more fact. */
    public Entry with(Fact fact, Object value) {
        return with(fact.key(), value);
    }

    private static String cut(String text) {
        int end = Character.isHighSurrogate(text.charAt(LONGEST_FACT - 1)) ? LONGEST_FACT - 1 : LONGEST_FACT;
        return text.substring(0, end) + "\u2026";
    }
}
