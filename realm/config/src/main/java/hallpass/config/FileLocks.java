package hallpass.config;

import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread of one process at a time work on a file that is replaced as a whole. */
public final class FileLocks {
    /** Each turn takes some milliseconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Duration RETRY_INTERVAL = Duration.ofMillis(10);

    /** Between the threads of one process, for which the system's locks are not made. */
    private static final ReentrantLock IN_PROCESS_LOCK = new ReentrantLock(true);

    private FileLocks() {}

    /** What is done in one's turn. */
    public interface LockedWork<T> {
        T run() throws RealmException;
    }

    /**
     * Does something to a file that nobody else is working on meanwhile.
     *
     * @throws RealmException if others work on it for too long, or as the work does
     */
    public static <T> T withLock(Path file, LockedWork<T> work) throws RealmException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try {
            if (!IN_PROCESS_LOCK.tryLock(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw timedOut(file);
            }
            try (FileChannel channel = openLockFile(file)) {
                // Closing the channel gives up the lock, and so does the end of the process, however it comes.
                lock(channel, file, deadline);
                return work.run();
            } finally {
                IN_PROCESS_LOCK.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RealmException(
                    RealmError.INTERRUPTED,
                    file.toString(),
                    "Interrupted before " + printable(file) + " was written.",
                    e);
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The file", file, "locked", e);
        }
    }

    private static FileLock lock(FileChannel channel, Path file, long deadline)
            throws IOException, InterruptedException, RealmException {
        FileLock lock = channel.tryLock();
        while (lock == null) {
            if (System.nanoTime() > deadline) {
                throw timedOut(file);
            }
            Thread.sleep(RETRY_INTERVAL.toMillis());
            lock = channel.tryLock();
        }
        return lock;
    }

    /** A file of its own, since the file itself is another one after each turn. */
    private static FileChannel openLockFile(Path file) throws IOException {
        return FileChannel.open(
                file.resolveSibling("." + file.getFileName() + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static RealmException timedOut(Path file) {
        return new RealmException(
                RealmError.LOCK_TIMEOUT,
                file.toString(),
                "Another process has held the lock on " + printable(file) + " for more than " + TIMEOUT.toSeconds()
                        + " s.");
    }

    private static String printable(Path path) {
        return PrintableText.escape(path.toString());
    }
}
