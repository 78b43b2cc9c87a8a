package hallpass.cli.client;

import hallpass.cli.CommandEnvironment;
import hallpass.cli.CompletionCommand;
import hallpass.cli.ErrorHandler;
import hallpass.cli.Terminal;
import hallpass.console.ExitCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The client's commands, for the main command that joins them with others. */
public final class ClientCommands {
    private ClientCommands() {}

    /** The commands, each to be given to {@link CommandLine#addSubcommand(Object)}. */
    public static List<Object> create(CommandEnvironment environment) {
        return List.of(
                new LoginCommand(environment),
                new TicketsCommand(environment),
                new RequestCommand(environment),
                new PasswdCommand(environment),
                new LogoutCommand(environment),
                PkiCommand.create(environment),
                new StatusCommand(environment),
                new DemoCommand(environment),
                new CompletionCommand(environment));
    }

    /**
     * Makes a command line answer as all of Hallpass does: UTF-8, colour on terminals alone, one sentence for each error, the
     * exit codes of {@link ExitCode}. To be called once all subcommands are there.
     */
    public static void configure(CommandLine line, CommandEnvironment environment) {
        Terminal terminal = environment.terminal();
        ErrorHandler errors = new ErrorHandler(environment);
        // An argument is what was typed, also one that begins with @.
        line.setExpandAtFiles(false)
                .setOut(terminal.writer(terminal.out()))
                .setErr(terminal.writer(terminal.err()))
                .setColorScheme(Help.defaultColorScheme(terminal.ansi()))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExecutionStrategy(parsed -> {
                    int exit = new CommandLine.RunLast().execute(parsed);
                    return terminal.isOutputLost() ? errors.reportLostOutput() : exit;
                });
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes());
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values()).forEach(code -> codes.put(" " + code.number(), code.meaning()));
        return codes;
    }
}
