package hallpass.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hallpass completion}. */
@Command(
        name = "completion",
        description = "Print a completion script for this command and the server scripts, for bash and zsh.",
        footer = {
            "",
            "Examples:",
            "  source <(hallpass completion)",
            "  hallpass completion > ~/.local/share/bash-completion/completions/hallpass"
        })
public final class CompletionCommand implements Callable<Integer> {
    /** The options of the server scripts, which are separate programs. */
    static final String SERVER_SCRIPTS =
            "complete -W '--realm --port --replica --quiet --clock-offset --help --version'"
                    + " as-server.sh tgs-server.sh service-server.sh ca-server.sh app-server.sh";

    private final CommandEnvironment environment;
    private final Supplier<CommandLine> allCommands;

    @Mixin
    HelpOption help = new HelpOption();

    CompletionCommand(CommandEnvironment environment, Supplier<CommandLine> allCommands) {
        this.environment = environment;
        this.allCommands = allCommands;
    }

    @Override
    public Integer call() {
        CommandLine root = allCommands.get();
        environment.terminal().printLine(AutoComplete.bash(root.getCommandName(), root));
        environment.terminal().printLine(SERVER_SCRIPTS);
        return 0;
    }
}
