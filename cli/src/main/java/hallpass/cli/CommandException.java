package hallpass.cli;

import hallpass.console.ExitCode;
import hallpass.message.PrincipalName;

/** Signals that a command cannot run as typed or in its environment. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Explanation explanation;

    public CommandException(ExitCode exit, String problem, String nextStep) {
        this(new Explanation(exit, problem, nextStep));
    }

    public CommandException(ExitCode exit, String message) {
        this(exit, message, "");
    }

    private CommandException(Explanation explanation) {
        super(explanation.message());
        this.explanation = explanation;
    }

    /** The credentials cache holds no ticket. */
    public static CommandException notLoggedIn() {
        return new CommandException(ExitCode.NOT_LOGGED_IN, "you are not logged in", "log in with hallpass login NAME");
    }

    /** The credentials cache holds no session of this client. */
    public static CommandException notRegistered(PrincipalName client) {
        return new CommandException(
                ExitCode.NOT_LOGGED_IN,
                "you hold no session as " + client,
                "register with hallpass pki register " + client);
    }

    public Explanation explanation() {
        return explanation;
    }
}
