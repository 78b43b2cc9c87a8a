package hallpass.cli;

import hallpass.client.ClientException;
import hallpass.client.ExitCode;
import hallpass.client.credential.CredentialCacheException;
import hallpass.config.RealmException;
import hallpass.console.ErrorMessages;
import hallpass.trace.PrintableText;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever a command throws into one sentence and an exit code. */
public final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final CommandEnvironment environment;

    public ErrorHandler(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return report(e, ExitCode.USAGE, PrintableText.escape(problem) + ": see " + command + " --help");
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        if (e instanceof ClientException failure) {
            return report(e, failure.exit(), failure.message());
        } else if (e instanceof RealmException exception) {
            return report(e, ExitCode.LOCAL_FILES, ErrorMessages.of(exception));
        } else if (e instanceof CredentialCacheException exception) {
            boolean realmFile = exception.getCause() instanceof RealmException;
            String message = realmFile ? ErrorMessages.of((RealmException) exception.getCause()) : exception.message();
            return report(e, ExitCode.LOCAL_FILES, message);
        }
        ClientException fault = ClientException.internalError(e);
        return report(e, fault.exit(), fault.message());
    }

    /** The command did its work, and whoever reads its answer does not have all of it. */
    public int reportLostOutput() {
        environment
                .terminal()
                .printError("the output could not be written, and is not whole: see whether the disk is full, "
                        + "or whoever should read it has ended");
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
