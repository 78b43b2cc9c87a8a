package hallpass.admin;

import hallpass.audit.Line;
import hallpass.trace.Printable;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** What is shown of a line of the audit log: what it is about, in 80 columns. */
final class AuditText {
    private static final int COLUMNS = 80;
    private static final String CUT = "..";

    /** What only a machine reads. */
    private static final Set<String> NOT_SHOWN = Set.of("signature", "keptHash", "request");

    private static final Map<String, String> WORDS = Map.of(
            "client", "",
            "server", "",
            "keyVersion", "v",
            "serial", "",
            "crlNumber", "number ",
            "resource", "",
            "reason", "- ",
            "realm", "",
            "times", "x",
            "peer", "from ");

    private AuditText() {}

    /** @param party whose logs are wanted; {@code as} means all processes of the AS */
    static boolean isOf(Optional<String> party, String name) {
        return party.map(wanted -> name.equals(wanted) || name.startsWith(wanted + "-"))
                .orElse(true);
    }

    /** Stands before the lines of a day. */
    static String day(Line line) {
        return "---- " + date(line) + " (UTC)";
    }

    static LocalDate date(Line line) {
        return line.time().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    static String line(Line line) {
        LocalTime time = line.time().atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.SECONDS);
        String text = "%02d:%02d:%02d %-7s %-20s %s"
                .formatted(
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond(),
                        Printable.of(line.party()),
                        Printable.of(line.event()),
                        facts(line))
                .stripTrailing();
        return text.length() <= COLUMNS ? text : text.substring(0, COLUMNS - CUT.length()) + CUT;
    }

    private static String facts(Line line) {
        StringJoiner facts = new StringJoiner(" ");
        // A refusal's code says most, so it comes first.
        if (!line.fact("code").isEmpty()) {
            facts.add(Printable.of(line.fact("code")));
        }
        line.facts().forEach((name, value) -> {
            if (!NOT_SHOWN.contains(name) && !name.equals("code")) {
                facts.add(WORDS.getOrDefault(name, name + " ") + Printable.of(value));
            }
        });
        return facts.toString();
    }
}
