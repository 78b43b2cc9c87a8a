package hallpass.it;

import static org.awaitility.Awaitility.await;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.net.ErrorReply;
import hallpass.realm.RealmProblem;
import hallpass.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * How long a test waits on a machine that is slow, or stands still for some seconds. What the product promises within so many
 * seconds is held to that number in the long form; a build sees that it comes.
 */
final class Patience {
    /** For an error on a connection: a client of a realm gives up after 2.5 seconds. */
    static final Duration NAMED_WITHIN = promised(Duration.ofSeconds(3), Duration.ofSeconds(20));

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    private Patience() {}

    private static Duration promised(Duration number, Duration inABuild) {
        return Rounds.longForm() ? number : inABuild;
    }

    /** The promise itself in the long form, and in a build a minute. */
    static Duration promised(Duration number) {
        return promised(number, ONE_MINUTE);
    }

    /**
     * Asks again where the refusal was for a database that is away, began again a moment before, or is slower than anybody
     * waits for it.
     */
    static <T> T untilThereIsADatabase(Callable<T> question) {
        // Longer than a question waits for anything itself, so that its own failure is what is told.
        return await().atMost(ONE_MINUTE.multipliedBy(2))
                .pollDelay(Duration.ZERO)
                .ignoreExceptionsMatching(Patience::isOfNoDatabase)
                .until(question, answer -> true);
    }

    private static boolean isOfNoDatabase(Throwable refusal) {
        return refusal instanceof RealmProblem
                || refusal instanceof StoreException
                || (refusal instanceof ErrorReply reply && Victim.isOfNoDatabase(reply))
                || (refusal instanceof Failure failure && failure.exit() == ExitCode.UNAVAILABLE);
    }
}
