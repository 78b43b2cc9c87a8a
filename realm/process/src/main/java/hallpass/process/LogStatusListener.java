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
 * Follows the state of the log file through Logback's status messages. Reports the first problem on
 * the console and all current ones in the server's status; a server continues without its log.
 */
final class LogStatusListener implements StatusListener {
    private final String file;
    private final Consumer<String> console;
    private Optional<String> problem = Optional.empty();
    private long sizeAtFailure;
    private boolean reopened;
    private boolean reported;

    /** @param console receives a sentence without its subject */
    LogStatusListener(String file, Consumer<String> console) {
        this.file = file;
        this.console = console;
    }

    /** Why the log cannot be written now; empty if it can. */
    synchronized Optional<String> problem() {
        // Logback reports recovery as soon as the file is open again. Only a written line shows
        // that it can be written.
        if (problem.isPresent() && reopened && size() != sizeAtFailure) {
            problem = Optional.empty();
        }
        return problem;
    }

    @Override
    public synchronized void addStatusEvent(Status status) {
        String message = String.valueOf(status.getMessage());
        if (message.equals(PrivateFileAppender.REMOVED)) {
            reportOnce("its log " + file + " was removed; a new one was created");
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
                + ") and continues without it; check the free disk space and the owner of the folder");
    }

    /** Size in bytes; -1 if the file does not exist. */
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
