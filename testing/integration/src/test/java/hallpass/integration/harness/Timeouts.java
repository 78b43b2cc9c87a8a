package hallpass.integration.harness;

import static org.awaitility.Awaitility.await;

import hallpass.client.ClientException;
import hallpass.client.ExitCode;
import hallpass.config.RealmException;
import hallpass.integration.crash.KillableServer;
import hallpass.net.ErrorReplyException;
import hallpass.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * How long a test waits on a machine that is slow, or stands still for some seconds. What the product promises within so many
 * seconds is held to that number in the long form; a build sees that it comes.
 */
public final class Timeouts {
    /** For an error on a connection: a client of a realm gives up after 2.5 seconds. */
    public static final Duration REPORTED_WITHIN = deadline(Duration.ofSeconds(3), Duration.ofSeconds(20));

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    private Timeouts() {}

    private static Duration deadline(Duration number, Duration inABuild) {
        return ReliabilityRun.isLong() ? number : inABuild;
    }

    /** The promise itself in the long form, and in a build a minute. */
    public static Duration deadline(Duration number) {
        return deadline(number, ONE_MINUTE);
    }

    /**
     * Asks again where the refusal was for a database that is away, began again a moment before, or is slower than anybody
     * waits for it.
     */
    public static <T> T retryWhileDatabaseIsDown(Callable<T> question) {
        // Longer than a question waits for anything itself, so that its own failure is what is told.
        return await().atMost(ONE_MINUTE.multipliedBy(2))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(Timeouts::isDatabaseDown)
                .until(question, answer -> true);
    }

    private static boolean isDatabaseDown(Throwable refusal) {
        return refusal instanceof RealmException
                || refusal instanceof StoreException
                || (refusal instanceof ErrorReplyException reply && KillableServer.isDatabaseUnavailable(reply))
                || (refusal instanceof ClientException failure && failure.exit() == ExitCode.UNAVAILABLE);
    }
}
