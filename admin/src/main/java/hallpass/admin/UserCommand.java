package hallpass.admin;

import hallpass.client.command.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass user}, which only holds those below it. */
@Command(name = "user", description = "Add, list and remove the users of the KDC.")
final class UserCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
