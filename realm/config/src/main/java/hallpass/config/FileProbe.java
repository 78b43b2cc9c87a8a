package hallpass.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds out why a file cannot be used, by trying what failed. SQLite reports one error for a full
 * disk, a read-only file system, a limit and a missing permission.
 */
public final class FileProbe {
    /** More than any file system keeps inside a directory entry. */
    private static final int PROBE_BYTES = 64 * 1024;

    private static final Path LIMITS = Path.of("/proc/self/limits");

    private FileProbe() {}

    /** The problem with an existing file; empty if it can be read, written and extended. */
    public static Optional<RealmException> problem(String kind, Path file) {
        try {
            read(file);
            if (!Files.isWritable(file)) {
                requireWritableFileSystem(file);
                throw new AccessDeniedException(file.toString());
            }
            writeBeside(file);
            requireRoomBelowLimit(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(PrivateFiles.ioFailure(kind, file, "used", e));
        }
    }

    private static void read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.read();
        }
    }

    private static void requireWritableFileSystem(Path file) throws IOException {
        if (Files.getFileStore(file).isReadOnly()) {
            throw new IOException("Read-only file system");
        }
    }

    private static void writeBeside(Path file) throws IOException {
        Path probe = file.resolveSibling(".probe-" + UUID.randomUUID() + ".tmp");
        try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(PROBE_BYTES));
            channel.force(true);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** The limit of {@code ulimit -f}, where the system shows it. */
    private static void requireRoomBelowLimit(Path file) throws IOException {
        if (!Files.isReadable(LIMITS)) {
            return;
        }
        Optional<Long> limit = Files.readAllLines(LIMITS).stream()
                .filter(line -> line.startsWith("Max file size"))
                .map(line -> List.of(line.split(" +")).get(3))
                .filter(word -> word.matches("[0-9]+"))
                .map(Long::valueOf)
                .findFirst();
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        long largest = Math.max(Files.size(file), Files.exists(log) ? Files.size(log) : 0);
        if (limit.isPresent() && largest + PROBE_BYTES > limit.get()) {
            throw new IOException("File too large");
        }
    }
}
