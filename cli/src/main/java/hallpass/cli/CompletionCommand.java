package hallpass.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hallpass completion}. */
@Command(
        name = "completion",
        description = "Print a script that completes this command, and the servers' scripts, in bash and zsh.",
        footer = {
            "",
            "Examples:",
            "  source <(hallpass completion)",
            "  hallpass completion > ~/.local/share/bash-completion/completions/hallpass"
        })
public final class CompletionCommand implements Callable<Integer> {
    /** The servers' own options, which are no part of this program. */
    static final String SERVER_SCRIPTS =
            "complete -W '--realm --port --replica --quiet --clock-offset --help --version'"
                    + " as-server.sh tgs-server.sh service-server.sh ca-server.sh app-server.sh";

    private final CommandEnvironment environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    HelpOption help = new HelpOption();

    public CompletionCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        environment.terminal().printLine(AutoComplete.bash(root.getCommandName(), root));
        environment.terminal().printLine(SERVER_SCRIPTS);
        return 0;
    }
}
