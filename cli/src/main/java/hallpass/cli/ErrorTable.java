package hallpass.cli;

import hallpass.client.ClientException;
import hallpass.client.credential.CredentialCacheException;
import hallpass.client.credential.CredentialCacheException.Problem;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.console.NextSteps;
import hallpass.trace.PrintableText;

/** Maps each exception that a command throws to an exit code, a sentence and a next step. */
public final class ErrorTable {
    private ErrorTable() {}

    public static Explanation explain(Throwable thrown) {
        if (thrown instanceof ClientException e) {
            return ClientErrorTable.explain(e.error());
        } else if (thrown instanceof CommandException e) {
            return e.explanation();
        } else if (thrown instanceof CredentialCacheException e) {
            return explain(e);
        } else if (thrown instanceof RealmException e) {
            return new Explanation(ExitCode.LOCAL_FILES, NextSteps.of(e));
        }
        return new Explanation(
                ExitCode.INTERNAL_ERROR,
                "internal error (" + thrown.getClass().getSimpleName() + ")",
                "run the command again with HALLPASS_DEBUG=1, and report its output");
    }

    private static Explanation explain(CredentialCacheException e) {
        if (e.problem() != Problem.NOT_A_CACHE && e.getCause() instanceof RealmException cause) {
            return explain(cause);
        }
        return new Explanation(
                ExitCode.LOCAL_FILES,
                PrintableText.escape(e.description()),
                switch (e.problem()) {
                    case UNUSABLE_FILE -> "";
                    case MALFORMED -> "remove them with hallpass logout, then log in again";
                    case NOT_A_CACHE -> "set HALLPASS_CACHE to a new file, or unset it";
                    case NO_HOME -> "set HOME or HALLPASS_CACHE";
                    case LOCKED -> "end that process, then try again";
                    case NOT_WRITABLE -> "set HALLPASS_CACHE to a writable file";
                });
    }
}
