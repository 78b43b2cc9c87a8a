package hallpass.cli.admin;

import hallpass.cli.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass audit}, which only holds those below it. */
@Command(name = "audit", description = "Read the audit logs, and see whether somebody changed them.")
public final class AuditCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
