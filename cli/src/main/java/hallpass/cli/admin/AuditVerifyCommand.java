package hallpass.cli.admin;

import hallpass.audit.AuditLogVerifier;
import hallpass.audit.AuditLogVerifier.LogFault;
import hallpass.audit.AuditLogVerifier.LogResult;
import hallpass.cli.CommandEnvironment;
import hallpass.cli.CommandException;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.console.ExitCode;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hallpass audit verify}. */
@Command(
        name = "verify",
        description = "Verify the hash chain and the signatures of the audit logs. The servers may run.")
public final class AuditVerifyCommand extends AdminCommand {
    @Option(
            names = "--party",
            paramLabel = "PARTY",
            description = "Only the logs of this party: as, tgs, service, ca, app or admin.")
    private Optional<String> party = Optional.empty();

    public AuditVerifyCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    int run() throws CommandException, RealmException {
        AuditLineText.requireKnownParty(party);
        RealmFolder folder = realm.open(environment);
        List<LogResult> results = AuditLogVerifier.verify(folder).stream()
                .filter(result -> AuditLineText.belongsTo(party, result.party()))
                .toList();
        int faults = 0;
        for (LogResult result : results) {
            terminal.printLine(summary(result, folder));
            for (LogFault fault : result.faults()) {
                terminal.printError(sentence(fault, folder));
                faults++;
            }
        }
        if (faults > 0) {
            terminal.printError("The audit log is not intact. Faults found: " + faults + ". See docs/audit.md.");
            return ExitCode.TAMPERED.number();
        }
        long lines = results.stream().mapToLong(LogResult::lines).sum();
        terminal.printLine(
                results.isEmpty()
                        ? "There is no audit log yet."
                        : "The audit log is intact: " + lines + " lines in " + results.size() + " files.");
        return 0;
    }

    private static String summary(LogResult result, RealmFolder folder) {
        String line = String.format(
                Locale.ROOT,
                "%-9s %s: %d lines, %d checkpoints",
                result.party(),
                shown(result.file(), folder),
                result.lines(),
                result.checkpoints());
        String unsigned = result.unsignedLines() == 0 ? "" : ", the last " + result.unsignedLines() + " not yet signed";
        String torn = result.tornBytes() == 0 ? "" : ", and " + result.tornBytes() + " bytes of an incomplete line";
        return line + unsigned + torn;
    }

    private static String sentence(LogFault fault, RealmFolder folder) {
        String line = fault.line() == 0 ? "" : ", line " + fault.line();
        return shown(fault.file(), folder) + line + " " + PrintableText.escape(fault.problem()) + ".";
    }

    private static String shown(Path file, RealmFolder folder) {
        return PrintableText.escape(folder.root().relativize(file).toString());
    }
}
