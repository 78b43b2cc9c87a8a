package hallpass.admin;

import hallpass.audit.AuditEvent;
import hallpass.audit.AuditReader;
import hallpass.audit.AuditReader.Shown;
import hallpass.audit.Line;
import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.command.Environment;
import hallpass.realm.RealmProblem;
import hallpass.realm.TimeText;
import hallpass.trace.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hallpass audit show}. */
@Command(
        name = "show",
        description = "Show the audit logs of all parties as one, by time.",
        footer = {
            "",
            "Examples:",
            "  hallpass audit show --client alice --since 10m",
            "  hallpass audit show --event refused --follow"
        })
final class AuditShowCommand extends AdminCommand {
    private static final long BETWEEN_LOOKS_MILLIS = 200;

    @Option(
            names = "--party",
            paramLabel = "PARTY",
            description = "Only the logs of as, tgs, service, ca, app or admin.")
    private Optional<String> party = Optional.empty();

    @Option(names = "--client", paramLabel = "NAME", description = "Only what this client asked for.")
    private Optional<String> client = Optional.empty();

    @Option(
            names = "--event",
            paramLabel = "EVENT",
            description = "Only these events, such as token-issued or refused.")
    private Optional<String> event = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only from then on: 10m for ten minutes ago, or a time such as 2026-01-01T12:00:00Z.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--follow", description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--json", description = "The lines as they are in the files, one JSON object each.")
    private boolean json;

    private Optional<LocalDate> day = Optional.empty();

    AuditShowCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws Failure, RealmProblem {
        requireEvent();
        Instant from = from();
        try (AuditReader reader = new AuditReader(realm.open(environment))) {
            Showing showing = new Showing(from);
            reader.read(showing);
            while (follow && pause()) {
                reader.read(showing);
            }
        }
        return 0;
    }

    /** Shows the lines that are wanted. */
    private final class Showing implements AuditReader.Reading {
        private final Instant from;

        Showing(Instant from) {
            this.from = from;
        }

        @Override
        public void read(Shown shown) {
            Line line = shown.line();
            if (isWanted(line) && !line.time().isBefore(from)) {
                show(shown);
            }
        }

        @Override
        public void unreadable(String place) {
            terminal.error(Printable.of(place) + ", is no line of an audit log. See hallpass audit verify.");
        }
    }

    private boolean isWanted(Line line) {
        boolean named =
                event.map(line.event()::equals).orElse(!line.event().equals(AuditEvent.CHECKPOINT.id()) || json);
        return named
                && AuditText.isOf(party, line.party())
                && client.map(line.fact("client")::equals).orElse(true);
    }

    private void show(Shown shown) {
        if (json) {
            terminal.line(shown.text());
            return;
        }
        LocalDate date = AuditText.date(shown.line());
        if (!day.equals(Optional.of(date))) {
            terminal.line(AuditText.day(shown.line()));
            day = Optional.of(date);
        }
        terminal.line(AuditText.line(shown.line()));
    }

    private void requireEvent() throws Failure {
        if (event.isPresent() && AuditEvent.named(event.get()).isEmpty()) {
            String known =
                    Arrays.stream(AuditEvent.values()).map(AuditEvent::id).collect(Collectors.joining(", "));
            throw new Failure(ExitCode.USAGE, "there is no event " + Printable.of(event.get()), "give one of " + known);
        }
    }

    private Instant from() throws Failure {
        if (since.isEmpty()) {
            return Instant.MIN;
        }
        try {
            return Instant.parse(since.get());
        } catch (DateTimeException e) {
            return ago(since.get());
        }
    }

    private Instant ago(String text) throws Failure {
        try {
            return environment.now().minus(TimeText.span(text));
        } catch (RealmProblem e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--since " + Printable.of(text) + " is no time",
                    "write it as 10m or 2h for so long ago, or as 2026-01-01T12:00:00Z");
        }
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
