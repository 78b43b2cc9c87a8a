package hallpass.audit;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file of a log, held by one process alone. Written through a {@link RandomAccessFile}: a channel would be closed, and
 * with it the log, by an interrupt of any thread that writes a line.
 */
final class AuditFile implements AutoCloseable {
    private static final int BUFFER_SIZE = 64 * 1024;

    private final RandomAccessFile file;

    private AuditFile(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens the file, or makes it; empty if another process holds it. */
    static Optional<AuditFile> open(Path path) throws RealmException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.writeNew(path, new byte[0]);
        }
        PrivateFiles.requirePrivate(path);
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            if (tryLock(file)) {
                return Optional.of(new AuditFile(file));
            }
            file.close();
            return Optional.empty();
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The audit log", path, "opened", e);
        }
    }

    @SuppressWarnings("resource") // the lock lives as long as the file is open
    private static boolean tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    AuditLineReader readLinesFrom(long position) {
        return new AuditLineReader(file.getChannel(), position);
    }

    long size() throws IOException {
        return file.length();
    }

    /** All of {@code content}, or an exception; then the file may hold a part of it after {@code position}. */
    void write(byte[] content, long position) throws IOException {
        file.seek(position);
        file.write(content);
    }

    void truncate(long size) throws IOException {
        file.setLength(size);
    }

    /** May run while another thread writes. */
    void sync() throws IOException {
        file.getFD().sync();
    }

    /**
     * Writes what is there once more. After a failed sync the system takes pages for written that are not: only what is
     * written again reaches the disk.
     */
    void rewrite(long from, long end) throws IOException {
        byte[] buffer = new byte[BUFFER_SIZE];
        for (long position = from; position < end; position += buffer.length) {
            int length = (int) Math.min(buffer.length, end - position);
            file.seek(position);
            file.readFully(buffer, 0, length);
            file.seek(position);
            file.write(buffer, 0, length);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
