package hallpass.cli.admin;

import hallpass.cli.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass app}, which only holds what is below it. */
@Command(name = "app", description = "Tell the application server to register anew.")
public final class AppCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
