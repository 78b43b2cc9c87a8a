package hallpass.audit;

import hallpass.audit.FlatJson.Unreadable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of a log.
 *
 * @param number 1, 2, 3, …
 * @param party whose log it is: {@code as}, {@code as-2} for its second process, {@code admin} for commands
 * @param event as {@link AuditEvent#id}; a text, since a newer version may know more of them
 * @param previous the hash of the line before
 */
public record Line(long number, Instant time, String party, String event, Map<String, String> facts, String previous) {
    private static final String NUMBER = "n";
    private static final String TIME = "time";
    private static final String PARTY = "party";
    private static final String EVENT = "event";
    private static final String PREVIOUS = "previous";

    static Line after(Link end, String party, Entry entry) {
        return new Line(end.number() + 1, entry.time(), party, entry.event().id(), entry.facts(), end.hash());
    }

    /** Without the newline. */
    byte[] encode() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(NUMBER, number);
        fields.put(TIME, time.toString());
        fields.put(PARTY, party);
        fields.put(EVENT, event);
        facts.forEach(fields::putIfAbsent);
        fields.put(PREVIOUS, previous);
        return FlatJson.encode(fields);
    }

    static Line decode(byte[] line) throws Unreadable {
        Map<String, Object> fields = FlatJson.decode(line);
        long number = FlatJson.number(fields, NUMBER);
        Instant time = instant(FlatJson.text(fields, TIME));
        String party = FlatJson.text(fields, PARTY);
        String event = FlatJson.text(fields, EVENT);
        String previous = FlatJson.text(fields, PREVIOUS);
        Map<String, String> facts = new LinkedHashMap<>();
        fields.forEach((name, value) -> facts.put(name, value.toString()));
        return new Line(number, time, party, event, facts, previous);
    }

    boolean is(AuditEvent sought) {
        return event.equals(sought.id());
    }

    /** A fact's value; empty where the line does not tell it. */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    private static Instant instant(String text) throws Unreadable {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Unreadable("has a time that is none");
        }
    }
}
