package hallpass.cli.admin;

import hallpass.cli.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass ca}, which only holds those below it. */
@Command(
        name = "ca",
        description = "List, show, issue and revoke the certificates of the authority, and show what it revoked.")
public final class CaCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
