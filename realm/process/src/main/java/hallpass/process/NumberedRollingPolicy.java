package hallpass.process;

import ch.qos.logback.core.rolling.RollingPolicyBase;
import ch.qos.logback.core.rolling.RolloverFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keeps nine old log files, {@code as.log.1} (the newest) to {@code as.log.9}. Logback's
 * FixedWindowRollingPolicy takes a pattern instead of a path, and has no escape for a percent sign
 * or a parenthesis in the path of the realm.
 */
final class NumberedRollingPolicy extends RollingPolicyBase {
    private static final int MAX_BACKUPS = 9;

    @Override
    public void rollover() {
        try {
            for (int number = MAX_BACKUPS - 1; number >= 1; number--) {
                move(backup(number), backup(number + 1));
            }
            move(Path.of(getActiveFileName()), backup(1));
        } catch (IOException e) {
            throw new RolloverFailure("cannot be rolled over: " + e, e);
        }
    }

    @Override
    public String getActiveFileName() {
        return getParentsRawFileProperty();
    }

    private Path backup(int number) {
        return Path.of(getActiveFileName() + "." + number);
    }

    private static void move(Path from, Path to) throws IOException {
        // A link or a device stays at its place.
        if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)
                && (Files.notExists(to, LinkOption.NOFOLLOW_LINKS)
                        || Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS))) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
