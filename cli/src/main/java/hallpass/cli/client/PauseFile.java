package hallpass.cli.client;

import hallpass.cli.CommandException;
import hallpass.console.ExitCode;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Pauses the demonstration for a script: creates a file, and waits until the script deletes it. */
record PauseFile(Optional<Path> file) {
    /** Limits the wait, in case the script has died. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final long POLL_MILLIS = 20;

    void await() throws CommandException {
        if (file.isPresent()) {
            await(file.get());
        }
    }

    private static void await(Path file) throws CommandException {
        long startNanos = System.nanoTime();
        try {
            Files.createFile(file);
            Object created = fileKey(file);
            while (Files.exists(file) && System.nanoTime() - startNanos < TIMEOUT.toNanos()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            // Another file may have its name by now.
            if (Files.exists(file) && fileKey(file).equals(created)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the file " + PrintableText.escape(file.toString())
                            + (e instanceof FileAlreadyExistsException ? " exists already" : " cannot be created"),
                    "choose a new file in a writable folder");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Object fileKey(Path file) throws IOException {
        return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey());
    }
}
