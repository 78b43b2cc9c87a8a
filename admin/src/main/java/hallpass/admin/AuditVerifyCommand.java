package hallpass.admin;

import hallpass.audit.Verification;
import hallpass.audit.Verification.Fault;
import hallpass.audit.Verification.Result;
import hallpass.client.ExitCode;
import hallpass.client.command.Environment;
import hallpass.realm.RealmFolder;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hallpass audit verify}. */
@Command(
        name = "verify",
        description = "Check every line, number and signature of the audit logs; a server may run meanwhile.")
final class AuditVerifyCommand extends AdminCommand {
    @Option(
            names = "--party",
            paramLabel = "PARTY",
            description = "Only the logs of as, tgs, service, ca, app or admin.")
    private Optional<String> party = Optional.empty();

    AuditVerifyCommand(Environment environment) {
        super(environment);
    }

    @Override
    int run() throws RealmProblem {
        RealmFolder folder = realm.open(environment);
        List<Result> results = Verification.of(folder).stream()
                .filter(result -> AuditText.isOf(party, result.party()))
                .toList();
        int faults = 0;
        for (Result result : results) {
            terminal.line(summary(result, folder));
            for (Fault fault : result.faults()) {
                terminal.error(sentence(fault, folder));
                faults++;
            }
        }
        if (faults > 0) {
            terminal.error("The audit log is not as it was left: " + faults + " faults. See docs/audit.md.");
            return ExitCode.TAMPERED.number();
        }
        long lines = results.stream().mapToLong(Result::lines).sum();
        terminal.line(
                results.isEmpty()
                        ? "No audit log was begun yet."
                        : "The audit log is whole: " + lines + " lines in " + results.size() + " files.");
        return 0;
    }

    private static String summary(Result result, RealmFolder folder) {
        String line = "%-9s %s: %d lines, %d checkpoints"
                .formatted(result.party(), shown(result.file(), folder), result.lines(), result.checkpoints());
        String unsigned = result.unsigned() == 0 ? "" : ", the last " + result.unsigned() + " not signed yet";
        String torn = result.torn() == 0 ? "" : ", then " + result.torn() + " bytes of an unfinished one";
        return line + unsigned + torn;
    }

    private static String sentence(Fault fault, RealmFolder folder) {
        String line = fault.line() == 0 ? "" : ", line " + fault.line();
        return shown(fault.file(), folder) + line + " " + Printable.of(fault.problem()) + ".";
    }

    private static String shown(Path file, RealmFolder folder) {
        return Printable.of(folder.root().relativize(file).toString());
    }
}
