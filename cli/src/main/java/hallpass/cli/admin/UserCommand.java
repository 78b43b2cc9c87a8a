package hallpass.cli.admin;

import hallpass.cli.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass user}, which only holds those below it. */
@Command(name = "user", description = "Add, list and remove the users of the KDC.")
public final class UserCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
