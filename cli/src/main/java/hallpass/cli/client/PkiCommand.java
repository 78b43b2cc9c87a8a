package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.HelpOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass pki}, which only holds those below it. */
@Command(
        name = "pki",
        description = "Use the certificate door: register, ask under the session, see what was revoked.",
        footer = {"", "Examples:", "  hallpass pki register", "  hallpass pki request memo"})
final class PkiCommand {
    @Mixin
    HelpOption help = new HelpOption();

    private PkiCommand() {}

    static CommandLine create(CommandEnvironment environment) {
        return new CommandLine(new PkiCommand())
                .addSubcommand(new PkiRegisterCommand(environment))
                .addSubcommand(new PkiRequestCommand(environment))
                .addSubcommand(new PkiCrlCommand(environment));
    }
}
