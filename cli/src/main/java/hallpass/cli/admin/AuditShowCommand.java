package hallpass.cli.admin;

import hallpass.audit.AuditLine;
import hallpass.audit.AuditReader;
import hallpass.audit.AuditReader.StoredLine;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.cli.NameArguments;
import hallpass.config.ClosestWord;
import hallpass.config.DurationParser;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.message.AuditEvent;
import hallpass.trace.PrintableText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hallpass audit show}. */
@Command(
        name = "show",
        description = "Show the audit logs of all parties, merged by time.",
        footer = {
            "",
            "Examples:",
            "  hallpass audit show --client alice --since 10m",
            "  hallpass audit show --event refused --follow"
        })
public final class AuditShowCommand extends AdminCommand {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    @Option(
            names = "--party",
            paramLabel = "PARTY",
            description = "Only the logs of this party: as, tgs, service, ca, app or admin.")
    private Optional<String> party = Optional.empty();

    @Option(names = "--client", paramLabel = "NAME", description = "Only requests of this client.")
    private Optional<String> client = Optional.empty();

    @Option(names = "--event", paramLabel = "EVENT", description = "Only this event, such as token-issued or refused.")
    private Optional<String> event = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only events since TIME: an age such as 10m, or a time such as 2026-01-01T12:00:00Z.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--follow", description = "Print new lines as they are written, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--json", description = "Print the lines of the files unchanged, one JSON object each.")
    private boolean json;

    private Optional<LocalDate> currentDay = Optional.empty();

    public AuditShowCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, InterruptedException, RealmException {
        requireKnownEvent();
        AuditLineText.requireKnownParty(party);
        Instant start = startTime();
        RealmFolder folder = realm.open(environment);
        if (client.isPresent()) {
            client = Optional.of(NameArguments.withoutRealm(client.get(), folder.config()));
        }
        try (AuditReader reader = new AuditReader(folder)) {
            LinePrinter printer = new LinePrinter(start);
            reader.readNew(printer);
            while (follow && terminal.pause(POLL_INTERVAL)) {
                folder.requireUnchanged();
                reader.readNew(printer);
            }
        }
        return 0;
    }

    /** Prints the matching lines. */
    private final class LinePrinter implements AuditReader.LineHandler {
        private final Instant start;

        LinePrinter(Instant start) {
            this.start = start;
        }

        @Override
        public void accept(StoredLine stored) {
            AuditLine line = stored.line();
            if (matches(line) && !line.time().isBefore(start)) {
                print(stored);
            }
        }

        @Override
        public void malformed(String place) {
            terminal.printError(
                    PrintableText.escape(place) + ": not a line of an audit log. Run: hallpass audit verify");
        }
    }

    private boolean matches(AuditLine line) {
        boolean eventMatches =
                event.map(line.event()::equals).orElse(!line.event().equals(AuditEvent.CHECKPOINT.id()) || json);
        return eventMatches
                && AuditLineText.belongsTo(party, line.party())
                && client.map(line.field("client")::equals).orElse(true);
    }

    private void print(StoredLine stored) {
        if (json) {
            terminal.printLine(stored.text());
            return;
        }
        LocalDate date = AuditLineText.date(stored.line());
        if (!currentDay.equals(Optional.of(date))) {
            terminal.printLine(AuditLineText.dayHeader(stored.line()));
            currentDay = Optional.of(date);
        }
        terminal.printLine(AuditLineText.line(stored.line()));
    }

    private void requireKnownEvent() throws CommandException {
        if (event.isPresent() && AuditEvent.named(event.get()).isEmpty()) {
            List<String> known =
                    Arrays.stream(AuditEvent.values()).map(AuditEvent::id).toList();
            throw new CommandException(
                    ExitCode.USAGE,
                    "unknown event " + PrintableText.escape(event.get()),
                    ClosestWord.hint(event.get(), known).replaceFirst("^; (.*)$", "$1 Or ") + "use one of "
                            + String.join(", ", known));
        }
    }

    private Instant startTime() throws CommandException {
        if (since.isEmpty()) {
            return Instant.MIN;
        }
        try {
            return Instant.parse(since.get());
        } catch (DateTimeException e) {
            return parseAge(since.get());
        }
    }

    private Instant parseAge(String text) throws CommandException {
        try {
            return environment.now().minus(DurationParser.parse(text));
        } catch (RealmException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--since " + PrintableText.escape(text) + " is not a time",
                    "use an age such as 10m or 2h, or a time such as 2026-01-01T12:00:00Z");
        }
    }
}
