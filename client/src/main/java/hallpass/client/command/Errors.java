package hallpass.client.command;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.client.credential.CacheProblem;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever a command throws into one sentence and an exit code. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Environment environment;

    Errors(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return tell(e, ExitCode.USAGE, Printable.of(problem) + ": see " + command + " --help");
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
        if (e instanceof Failure failure) {
            return tell(e, failure.exit(), failure.sentence());
        } else if (e instanceof RealmProblem problem) {
            return tell(e, ExitCode.REALM, problem.sentence());
        } else if (e instanceof CacheProblem problem) {
            return tell(e, ExitCode.REALM, problem.sentence());
        }
        Failure fault = Failure.fault(e);
        return tell(e, fault.exit(), fault.sentence());
    }

    /** The command did its work, and whoever reads its answer does not have all of it. */
    int outputLost() {
        environment
                .terminal()
                .error("the output could not be written, and is not whole: see whether the disk is full, "
                        + "or whoever should read it has ended");
        return ExitCode.OUTPUT.number();
    }

    private int tell(Exception e, ExitCode exit, String sentence) {
        environment.terminal().error(sentence);
        if (environment.isDebugging()) {
            e.printStackTrace(environment.terminal().err());
        }
        return exit.number();
    }
}
