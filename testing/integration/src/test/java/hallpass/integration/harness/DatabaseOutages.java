package hallpass.integration.harness;

import static org.awaitility.Awaitility.await;

import hallpass.cli.ErrorTable;
import hallpass.client.ClientException;
import hallpass.config.RealmException;
import hallpass.console.ExitCode;
import hallpass.integration.harness.JarProcess.ProcessResult;
import hallpass.message.ErrorCode;
import hallpass.net.ErrorReplyException;
import hallpass.store.StoreException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** Recognises failures that an unavailable database caused, and retries after them. */
public final class DatabaseOutages {
    /** The code of a failure before the commit, and the code if the outcome is unknown. */
    private static final Set<ErrorCode> CODES = Set.of(ErrorCode.HP_ERR_UNAVAILABLE, ErrorCode.KRB_ERR_GENERIC);

    private static final Pattern COMMAND_ERROR = Pattern.compile("cannot be reached|locked by another process");
    /** Longer than any single attempt waits, so that its own failure is reported. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private DatabaseOutages() {}

    private static final class CommandFailedException extends Exception {
        CommandFailedException(String message) {
            super(message);
        }
    }

    public static boolean isDatabaseUnavailable(ErrorReplyException reply) {
        return CODES.contains(reply.error().code());
    }

    /** Throws an exception that {@link #retryWhileDatabaseIsDown} catches. */
    public static void requireDatabaseAvailable(ProcessResult command) throws Exception {
        if (COMMAND_ERROR.matcher(command.errorOutput()).find()) {
            throw new CommandFailedException(command.errorOutput());
        }
    }

    /** Retries while the database is down, restarting or too slow. */
    public static <T> T retryWhileDatabaseIsDown(Callable<T> attempt) {
        return await().atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(DatabaseOutages::isDatabaseDown)
                .until(attempt, result -> true);
    }

    private static boolean isDatabaseDown(Throwable failure) {
        return failure instanceof RealmException
                || failure instanceof StoreException
                || failure instanceof CommandFailedException
                || (failure instanceof ErrorReplyException reply && isDatabaseUnavailable(reply))
                || (failure instanceof ClientException e
                        && ErrorTable.explain(e).exit() == ExitCode.UNAVAILABLE);
    }
}
