package hallpass.audit;

import hallpass.audit.FlatJson.MalformedJsonException;
import hallpass.message.AuditEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of an audit log.
 *
 * @param number the position in the log, from 1
 * @param party the owner of the log: {@code as}, {@code as-2} for its second replica,
 *     {@code admin} for commands
 * @param event an {@link AuditEvent#id}, or the id of an event of a newer version
 * @param previous the hash of the previous line
 */
public record AuditLine(
        long number, Instant time, String party, String event, Map<String, String> fields, String previous) {
    private static final String NUMBER = "n";
    private static final String TIME = "time";
    private static final String PARTY = "party";
    private static final String EVENT = "event";
    private static final String PREVIOUS = "previous";

    static AuditLine after(ChainHead previous, String party, AuditEntry entry) {
        return new AuditLine(
                previous.number() + 1, entry.time(), party, entry.event().id(), entry.fields(), previous.hash());
    }

    /** The JSON text without the newline. */
    byte[] encode() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(NUMBER, number);
        json.put(TIME, time.toString());
        json.put(PARTY, party);
        json.put(EVENT, event);
        fields.forEach(json::putIfAbsent);
        json.put(PREVIOUS, previous);
        return FlatJson.encode(json);
    }

    static AuditLine decode(byte[] line) throws MalformedJsonException {
        Map<String, Object> json = FlatJson.decode(line);
        long number = FlatJson.removeNumber(json, NUMBER);
        Instant time = instant(FlatJson.removeText(json, TIME));
        String party = FlatJson.removeText(json, PARTY);
        String event = FlatJson.removeText(json, EVENT);
        String previous = FlatJson.removeText(json, PREVIOUS);
        Map<String, String> fields = new LinkedHashMap<>();
        json.forEach((name, value) -> fields.put(name, value.toString()));
        return new AuditLine(number, time, party, event, fields, previous);
    }

    boolean hasEvent(AuditEvent other) {
        return event.equals(other.id());
    }

    /** The value of a field; empty if the line does not have it. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    private static Instant instant(String text) throws MalformedJsonException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedJsonException("has an invalid time");
        }
    }
}
