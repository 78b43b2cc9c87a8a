package hallpass.process;

import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Hears from Logback what becomes of a log: says on the terminal, once, that it cannot be written, and knows whether that
 * is still so. A server goes on without its log.
 */
final class LogStatusListener implements StatusListener {
    private final String file;
    private final Consumer<String> console;
    private Optional<String> problem = Optional.empty();
    private long sizeAtFailure;
    private boolean reopened;
    private boolean reported;

    /** @param console is told a sentence without its subject */
    LogStatusListener(String file, Consumer<String> console) {
        this.file = file;
        this.console = console;
    }

    /** Why nothing can be logged now; empty where all is well. */
    synchronized Optional<String> problem() {
        // Logback calls a file recovered once it is open again: that it can be written, only a line in it shows.
        if (problem.isPresent() && reopened && size() != sizeAtFailure) {
            problem = Optional.empty();
        }
        return problem;
    }

    @Override
    public synchronized void addStatusEvent(Status status) {
        String message = String.valueOf(status.getMessage());
        if (message.equals(PrivateFileAppender.REMOVED)) {
            reportOnce("finds its log " + file + " removed, and begins it anew");
        } else if (status.getLevel() >= Status.WARN) {
            onFailure(reason(status));
        } else if (message.startsWith(PrivateFileAppender.RECOVERED)) {
            reopened = true;
        }
    }

    private void onFailure(String reason) {
        reopened = false;
        sizeAtFailure = size();
        problem = Optional.of("its log " + file + " cannot be written (" + reason + ")");
        reportOnce("cannot write its log " + file + " (" + reason
                + "), and goes on without it: see whether the disk is full, and whose the folder is");
    }

    /** In bytes; -1 where there is no file. */
    private long size() {
        try {
            return Files.size(Path.of(file));
        } catch (IOException e) {
            return -1;
        }
    }

    private void reportOnce(String sentence) {
        if (!reported) {
            reported = true;
            console.accept(sentence);
        }
    }

    private static String reason(Status status) {
        Throwable cause = status.getThrowable();
        String message = cause == null ? status.getMessage() : cause.getMessage();
        return PrintableText.escape(String.valueOf(message));
    }
}
