package hallpass.client.command;

import hallpass.client.ExitCode;
import hallpass.client.Failure;
import hallpass.trace.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A break in the middle of a demonstration, in which a script may do something to the servers. It begins with a file that
 * the demonstration makes, and ends when somebody removes it.
 */
record Intermission(Optional<Path> file) {
    /** A script that died must not keep the demonstration for ever. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** In milliseconds. */
    private static final long BETWEEN_LOOKS = 20;

    void take() throws Failure {
        if (file.isPresent()) {
            take(file.get());
        }
    }

    private static void take(Path file) throws Failure {
        long begun = System.nanoTime();
        try {
            Files.createFile(file);
            while (Files.exists(file) && System.nanoTime() - begun < LONGEST.toNanos()) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS);
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the file " + Printable.of(file.toString()) + " cannot be made",
                    "name one with --pause that is not there, in a folder that you may write");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
