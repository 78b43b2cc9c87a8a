package hallpass.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A log file that its owner alone can read, whatever the umask: at first, after each roll, and where somebody removed it
 * under the server that writes it.
 */
final class PrivateLogFile extends RollingFileAppender<ILoggingEvent> {
    /** What Logback is told when the file was there and is there no more. */
    static final String REMOVED = "the file was removed";

    /** How Logback's own words begin when a file can be written again. */
    static final String RECOVERED = "Recovered from IO failure";

    private static final long BETWEEN_LOOKS = TimeUnit.SECONDS.toNanos(1);

    private final Path path;
    private long lookedAt;
    private boolean ended;

    PrivateLogFile(Path path) {
        this.path = path;
        setFile(path.toString());
    }

    @Override
    public void openFile(String name) throws IOException {
        try {
            PrivateFiles.createEmpty(path);
        } catch (RealmProblem e) {
            throw new IOException(e.sentence(), e);
        }
        super.openFile(name);
    }

    @Override
    public void start() {
        lookedAt = System.nanoTime();
        super.start();
    }

    @Override
    public void stop() {
        ended = true;
        super.stop();
    }

    @Override
    public void doAppend(ILoggingEvent event) {
        if (isStarted() || startedAfterAll()) {
            super.doAppend(event);
        }
    }

    /** One that could not be opened when the server started may be by now. */
    private boolean startedAfterAll() {
        if (!ended && isTimeToLook()) {
            start();
            if (isStarted()) {
                addInfo(RECOVERED);
            }
        }
        return isStarted();
    }

    @Override
    protected void subAppend(ILoggingEvent event) {
        if (isTimeToLook()) {
            reopenIfRemoved();
        }
        super.subAppend(event);
    }

    private boolean isTimeToLook() {
        long now = System.nanoTime();
        boolean time = now - lookedAt > BETWEEN_LOOKS;
        if (time) {
            lookedAt = now;
        }
        return time;
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
