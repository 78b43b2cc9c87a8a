package hallpass.cli.admin;

import hallpass.audit.AuditLine;
import hallpass.cli.CommandException;
import hallpass.console.ExitCode;
import hallpass.trace.DisplayWidth;
import hallpass.trace.PrintableText;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/** Formats lines of the audit log for the terminal, in 80 columns. */
final class AuditLineText {
    private static final int COLUMNS = 80;
    private static final String ELLIPSIS = "..";

    /** Fields that only programs read; --json shows them. */
    private static final Set<String> HIDDEN_FIELDS = Set.of("signature", "keptHash", "request");

    private static final Map<String, String> LABELS = Map.of(
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

    private AuditLineText() {}

    private static final List<String> PARTIES = List.of("as", "tgs", "service", "ca", "app", "admin");

    /** Accepts a party and, with its number, a replica, such as {@code as-2}. */
    static void requireKnownParty(Optional<String> party) throws CommandException {
        if (party.isPresent() && !PARTIES.contains(party.get().replaceFirst("-[0-9]+$", ""))) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "unknown party " + PrintableText.escape(party.get()),
                    "use one of " + String.join(", ", PARTIES));
        }
    }

    /** @param party the party to select, with all its replicas; empty selects all parties */
    static boolean belongsTo(Optional<String> party, String name) {
        return party.map(wanted -> name.equals(wanted) || name.startsWith(wanted + "-"))
                .orElse(true);
    }

    /** The line printed before the first event of a day. */
    static String dayHeader(AuditLine line) {
        return "---- " + date(line) + " (UTC)";
    }

    static LocalDate date(AuditLine line) {
        return line.time().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    static String line(AuditLine line) {
        LocalTime time = line.time().atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.SECONDS);
        String text = String.format(
                        Locale.ROOT,
                        "%02d:%02d:%02d %-7s %-20s %s",
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond(),
                        PrintableText.escape(line.party()),
                        PrintableText.escape(line.event()),
                        fields(line))
                .stripTrailing();
        return DisplayWidth.of(text) <= COLUMNS
                ? text
                : text.substring(0, DisplayWidth.prefixLength(text, COLUMNS - ELLIPSIS.length())) + ELLIPSIS;
    }

    private static String fields(AuditLine line) {
        StringJoiner text = new StringJoiner(" ");
        // The error code comes first, because longer lines are cut.
        if (!line.field("code").isEmpty()) {
            text.add(PrintableText.escape(line.field("code")));
        }
        line.fields().forEach((name, value) -> {
            if (!HIDDEN_FIELDS.contains(name) && !name.equals("code")) {
                text.add(LABELS.getOrDefault(name, name + " ") + PrintableText.escape(value));
            }
        });
        return text.toString();
    }
}
