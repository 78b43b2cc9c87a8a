package hallpass.audit;

import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
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
    private static final int PIECE = 64 * 1024;

    private final RandomAccessFile file;

    private AuditFile(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens the file, or makes it; empty if another process holds it. */
    static Optional<AuditFile> open(Path path) throws RealmProblem {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.writeNew(path, new byte[0]);
        }
        PrivateFiles.requirePrivate(path);
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            if (isHeld(file)) {
                return Optional.of(new AuditFile(file));
            }
            file.close();
            return Optional.empty();
        } catch (IOException e) {
            throw PrivateFiles.problem("The audit log", path, "opened", e);
        }
    }

    @SuppressWarnings("resource") // the lock lives as long as the file is open
    private static boolean isHeld(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    LineReader linesFrom(long position) {
        return new LineReader(file.getChannel(), position);
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
    void writeAgain(long from, long end) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long at = from; at < end; at += piece.length) {
            int length = (int) Math.min(piece.length, end - at);
            file.seek(at);
            file.readFully(piece, 0, length);
            file.seek(at);
            file.write(piece, 0, length);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
