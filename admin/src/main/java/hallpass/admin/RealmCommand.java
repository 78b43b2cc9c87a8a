package hallpass.admin;

import hallpass.client.command.HelpOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass realm}, which only holds those below it. */
@Command(name = "realm", description = "Make a realm, and see to it as a whole.")
final class RealmCommand {
    @Mixin
    HelpOption help = new HelpOption();
}
