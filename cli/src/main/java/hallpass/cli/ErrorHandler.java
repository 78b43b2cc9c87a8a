package hallpass.cli;

import hallpass.config.ClosestWord;
import hallpass.console.ExitCode;
import hallpass.trace.PrintableText;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints an error message for each exception, and returns the exit code. */
public final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final CommandEnvironment environment;

    public ErrorHandler(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return report(e, ExitCode.USAGE, PrintableText.escape(problem(e)) + ": see " + command + " --help");
    }

    private static String problem(ParameterException e) {
        Set<String> commands = e.getCommandLine().getSubcommands().keySet();
        if (e instanceof UnmatchedArgumentException unmatched && !commands.isEmpty() && !unmatched.isUnknownOption()) {
            String typed = unmatched.getUnmatched().get(0);
            return "there is no command " + typed + ClosestWord.hint(typed, commands);
        }
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        Explanation explanation = ErrorTable.explain(e);
        return report(e, explanation.exit(), explanation.message());
    }

    /** Reports that the command succeeded, but its output could not be written completely. */
    public int reportLostOutput() {
        environment
                .terminal()
                .printError("the output is incomplete, because it could not be written: " + "check for a full disk");
        return ExitCode.OUTPUT_LOST.number();
    }

    private int report(Exception e, ExitCode exit, String sentence) {
        environment.terminal().printError(sentence);
        if (environment.isDebugEnabled()) {
            e.printStackTrace(environment.terminal().err());
        }
        return exit.number();
    }
}
