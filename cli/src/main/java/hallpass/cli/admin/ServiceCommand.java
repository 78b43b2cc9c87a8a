package hallpass.cli.admin;

import hallpass.cli.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass service}, which only holds those below it. */
@Command(name = "service", description = "Add and list the services of the KDC, and roll their keys.")
public final class ServiceCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
