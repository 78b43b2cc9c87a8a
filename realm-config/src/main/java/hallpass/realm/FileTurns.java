package hallpass.realm;

import hallpass.trace.Printable;
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
public final class FileTurns {
    /** Each turn takes some milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    /** Between the threads of one process, for which the system's locks are not made. */
    private static final ReentrantLock THREADS = new ReentrantLock(true);

    private FileTurns() {}

    /** What is done in one's turn. */
    public interface Work<T> {
        T run() throws RealmProblem;
    }

    /**
     * Does something to a file that nobody else is working on meanwhile.
     *
     * @throws RealmProblem if others work on it for too long, or as the work does
     */
    public static <T> T take(Path file, Work<T> work) throws RealmProblem {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            if (!THREADS.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw tooLong(file);
            }
            try (FileChannel channel = open(file)) {
                // Closing the channel gives up the lock, and so does the end of the process, however it comes.
                lock(channel, file, deadline);
                return work.run();
            } finally {
                THREADS.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RealmProblem("Stopped before " + shown(file) + " was written.", e);
        } catch (IOException e) {
            throw PrivateFiles.problem("The file", file, "locked", e);
        }
    }

    private static FileLock lock(FileChannel channel, Path file, long deadline)
            throws IOException, InterruptedException, RealmProblem {
        FileLock lock = channel.tryLock();
        while (lock == null) {
            if (System.nanoTime() > deadline) {
                throw tooLong(file);
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
            lock = channel.tryLock();
        }
        return lock;
    }

    /** A file of its own, since the file itself is another one after each turn. */
    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file.resolveSibling("." + file.getFileName() + ".lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static RealmProblem tooLong(Path file) {
        return new RealmProblem("Another process has been working on " + shown(file)
                + " for too long. Try again; if it stays so, look for a process of Hallpass that hangs.");
    }

    private static String shown(Path path) {
        return Printable.of(path.toString());
    }
}
