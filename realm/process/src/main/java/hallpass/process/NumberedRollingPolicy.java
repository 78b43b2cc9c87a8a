package hallpass.process;

import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingPolicy;
import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.helper.CompressionMode;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keeps the last files of a log as {@code as.log.1} (the newest) to {@code as.log.9}. Logback's own policy does the same
 * by a pattern, in which a percent sign in the realm's path would mean something.
 */
final class NumberedRollingPolicy extends ContextAwareBase implements RollingPolicy {
    static final int MAX_BACKUPS = 9;

    private final Path file;
    private boolean started;

    NumberedRollingPolicy(Path file) {
        this.file = file;
    }

    @Override
    public void rollover() throws RolloverFailure {
        try {
            for (int number = MAX_BACKUPS - 1; number >= 1; number--) {
                move(numbered(number), numbered(number + 1));
            }
            move(file, numbered(1));
        } catch (IOException e) {
            throw new RolloverFailure("it cannot be rolled over: " + e, e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public String getActiveFileName() {
        return file.toString();
    }

    @Override
    public CompressionMode getCompressionMode() {
        return CompressionMode.NONE;
    }

    @Override
    public void setParent(FileAppender<?> appender) {
        // The file is known already.
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public void stop() {
        started = false;
    }

    @Override
    public boolean isStarted() {
        return started;
    }
}
