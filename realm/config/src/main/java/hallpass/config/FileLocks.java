package hallpass.config;

import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Locks between processes. The operating system releases a lock when its process ends. */
public final class FileLocks {
    /** The work under a lock takes some milliseconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Duration RETRY_INTERVAL = Duration.ofMillis(10);

    /**
     * File locks exclude other processes only; this lock excludes the other threads of this one.
     */
    private static final ReentrantLock IN_PROCESS_LOCK = new ReentrantLock(true);

    private FileLocks() {}

    /** Work under a lock. */
    public interface LockedWork<T, E extends Exception> {
        T run() throws E;
    }

    /**
     * Runs work under the lock of a file that every write replaces. The lock is on a separate file
     * beside it.
     *
     * @throws RealmException if the lock is not available within five seconds
     * @throws E if the work throws it
     */
    public static <T, E extends Exception> T withLock(Path file, LockedWork<T, E> work) throws RealmException, E {
        try {
            if (!IN_PROCESS_LOCK.tryLock(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw timedOut(file);
            }
        } catch (InterruptedException e) {
            throw interrupted(file, e);
        }
        try {
            LockFile lock = LockFile.acquire(file);
            try {
                return work.run();
            } finally {
                lock.close();
            }
        } finally {
            IN_PROCESS_LOCK.unlock();
        }
    }

    /**
     * Locks a file for as long as the channel is open.
     *
     * @return whether the lock was free, in this process and in all others
     */
    @SuppressWarnings("resource") // closing the channel releases the lock
    public static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The locked file beside a file. */
    private record LockFile(Path file, FileChannel channel) {
        static LockFile acquire(Path file) throws RealmException {
            try {
                LockFile lock = new LockFile(file, open(file));
                try {
                    lock.await();
                    return lock;
                } catch (IOException | InterruptedException | RealmException e) {
                    lock.close();
                    throw e;
                }
            } catch (InterruptedException e) {
                throw interrupted(file, e);
            } catch (IOException e) {
                throw PrivateFiles.ioFailure("The file", file, "locked", e);
            }
        }

        private static FileChannel open(Path file) throws IOException, RealmException {
            Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
            // Opening a pipe would wait for a reader.
            PrivateFiles.requireReplaceable(lock);
            PrivateFiles.ensureExists(lock);
            return FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        }

        private void await() throws IOException, InterruptedException, RealmException {
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (!tryLock(channel)) {
                if (System.nanoTime() > deadline) {
                    throw timedOut(file);
                }
                Thread.sleep(RETRY_INTERVAL.toMillis());
            }
        }

        void close() throws RealmException {
            try {
                channel.close();
            } catch (IOException e) {
                throw PrivateFiles.ioFailure("The lock of", file, "released", e);
            }
        }
    }

    private static RealmException timedOut(Path file) {
        return new RealmException(
                RealmError.LOCK_TIMEOUT,
                file.toString(),
                "Another process has held the lock on " + PrintableText.escape(file.toString()) + " for more than "
                        + TIMEOUT.toSeconds() + " s.");
    }

    private static RealmException interrupted(Path file, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RealmException(
                RealmError.INTERRUPTED,
                file.toString(),
                "Interrupted before " + PrintableText.escape(file.toString()) + " was written.",
                e);
    }
}
