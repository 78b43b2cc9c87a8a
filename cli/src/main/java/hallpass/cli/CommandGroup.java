package hallpass.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command that only has subcommands. The {@link CommandTable} gives its name and description. */
@Command
final class CommandGroup {
    @Mixin
    HelpOption help = new HelpOption();
}
