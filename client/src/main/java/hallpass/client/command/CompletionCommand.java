package hallpass.client.command;

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
        description = "Print a script that completes this command in bash and zsh.",
        footer = {
            "",
            "Examples:",
            "  source <(hallpass completion)",
            "  hallpass completion > ~/.local/share/bash-completion/completions/hallpass"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Environment environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    HelpOption help = new HelpOption();

    CompletionCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        environment.terminal().line(AutoComplete.bash(root.getCommandName(), root));
        return 0;
    }
}
