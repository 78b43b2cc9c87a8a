package hallpass.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A rolling appender whose file only its owner can read, whatever the umask is. It creates the file
 * again if it was removed, and keeps trying to open a file that could not be opened at startup.
 */
final class PrivateFileAppender extends RollingFileAppender<ILoggingEvent> {
    /** Status message after the file was removed. */
    static final String REMOVED = "the file was removed";

    /** Start of Logback's status message when the file can be written again. */
    static final String RECOVERED = "Recovered from IO failure";

    private static final long CHECK_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final Path path;
    private final BooleanSupplier isRealmUnchanged;
    private long lastCheck;
    private boolean stopped;
    private boolean realmLost;

    /** @param isRealmUnchanged whether the file still belongs to this process's realm */
    PrivateFileAppender(Path path, BooleanSupplier isRealmUnchanged) {
        this.path = path;
        this.isRealmUnchanged = isRealmUnchanged;
        setFile(path.toString());
    }

    @Override
    public void openFile(String name) throws IOException {
        if (!isRealmUnchanged.getAsBoolean()) {
            throw new IOException("the realm was removed or replaced");
        }
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
        if (realmLost) {
            return;
        }
        if (!isStarted() && !stopped && isCheckDue()) {
            start();
            if (isStarted()) {
                addInfo(RECOVERED);
            }
        }
        if (isStarted()) {
            super.doAppend(event);
        }
    }

    @Override
    protected void subAppend(ILoggingEvent event) {
        boolean due = isCheckDue();
        if (due && !isRealmUnchanged.getAsBoolean()) {
            // The path may lead into another realm by now.
            realmLost = true;
            return;
        }
        if (due && Files.notExists(path)) {
            addWarn(REMOVED);
            try {
                openFile(getFile());
                addInfo(RECOVERED);
            } catch (IOException e) {
                addError(String.valueOf(e.getMessage()), e);
            }
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
}
