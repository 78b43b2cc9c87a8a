package hallpass.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A log file that its owner alone can read, whatever the umask: at first, after each roll, and where somebody removed it
 * under the server that writes it.
 */
final class PrivateFileAppender extends RollingFileAppender<ILoggingEvent> {
    /** What Logback is told when the file was there and is there no more. */
    static final String REMOVED = "the file was removed";

    /** How Logback's own words begin when a file can be written again. */
    static final String RECOVERED = "Recovered from IO failure";

    private static final long CHECK_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final Path path;
    private long lastCheck;
    private boolean stopped;

    PrivateFileAppender(Path path) {
        this.path = path;
        setFile(path.toString());
    }

    @Override
    public void openFile(String name) throws IOException {
        try {
            PrivateFiles.ensureExists(path);
        } catch (RealmException e) {
            throw new IOException(e.description(), e);
        }
        super.openFile(name);
    }

    @Override
    public void start() {
        lastCheck = System.nanoTime();
        super.start();
    }

    @Override
    public void stop() {
        stopped = true;
        super.stop();
    }

    @Override
    public void doAppend(ILoggingEvent event) {
        if (isStarted() || startIfPossible()) {
            super.doAppend(event);
        }
    }

    /** One that could not be opened when the server started may be by now. */
    private boolean startIfPossible() {
        if (!stopped && isCheckDue()) {
            start();
            if (isStarted()) {
                addInfo(RECOVERED);
            }
        }
        return isStarted();
    }

    @Override
    protected void subAppend(ILoggingEvent event) {
        if (isCheckDue()) {
            reopenIfRemoved();
        }
        super.subAppend(event);
    }

    private boolean isCheckDue() {
        long now = System.nanoTime();
        boolean due = now - lastCheck > CHECK_INTERVAL;
        if (due) {
            lastCheck = now;
        }
        return due;
    }

    private void reopenIfRemoved() {
        if (!Files.notExists(path)) {
            return;
        }
        addWarn(REMOVED);
        try {
            openFile(getFile());
            addInfo(RECOVERED);
        } catch (IOException e) {
            addError(String.valueOf(e.getMessage()), e);
        }
    }
}
