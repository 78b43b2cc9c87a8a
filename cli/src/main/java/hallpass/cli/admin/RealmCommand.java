package hallpass.cli.admin;

import hallpass.cli.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass realm}, which only holds those below it. */
@Command(name = "realm", description = "Make a realm, and see to it as a whole.")
public final class RealmCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
