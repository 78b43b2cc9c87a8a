package hallpass.admin;

import hallpass.client.command.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass app}, which only holds what is below it. */
@Command(name = "app", description = "Tell the application server to register anew.")
final class AppCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
