package hallpass.audit;

import hallpass.config.FileLocks;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file of an audit log, locked by one process. */
final class AuditFile implements AutoCloseable {
    private static final int BUFFER_SIZE = 64 * 1024;

    private final Storage storage;

    private AuditFile(Storage storage) {
        this.storage = storage;
    }

    /** Opens the file, or creates it; empty if another process has locked it. */
    static Optional<AuditFile> open(Path path) throws RealmException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.writeNew(path, new byte[0]);
        }
        PrivateFiles.requirePrivate(path);
        try {
            Storage storage = Storage.open(path);
            if (FileLocks.tryLock(storage.channel())) {
                return Optional.of(new AuditFile(storage));
            }
            storage.close();
            return Optional.empty();
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The audit log", path, "opened", e);
        }
    }

    AuditLineReader readLinesFrom(long position) {
        return new AuditLineReader(storage.channel(), position);
    }

    long size() throws IOException {
        return storage.channel().size();
    }

    /** Writes all of {@code content}, or throws; then the file may hold a part of it. */
    void write(byte[] content, long position) throws IOException {
        storage.write(content, content.length, position);
    }

    void truncate(long size) throws IOException {
        storage.truncate(size);
    }

    /** Makes all previous writes durable. May run while another thread writes. */
    void sync() throws IOException {
        storage.sync();
    }

    /**
     * Writes a range again. After a failed sync, the operating system may consider pages clean that
     * never reached the disk; only new writes are retried.
     */
    void rewrite(long from, long end) throws IOException {
        byte[] buffer = new byte[BUFFER_SIZE];
        for (long position = from; position < end; position += buffer.length) {
            int length = (int) Math.min(buffer.length, end - position);
            storage.read(buffer, length, position);
            storage.write(buffer, length, position);
        }
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }

    /** The bytes of the file. */
    private interface Storage extends AutoCloseable {
        /** The channel for locking and reading. */
        FileChannel channel();

        void read(byte[] buffer, int length, long position) throws IOException;

        void write(byte[] buffer, int length, long position) throws IOException;

        void truncate(long size) throws IOException;

        void sync() throws IOException;

        @Override
        void close() throws IOException;

        static Storage open(Path path) throws IOException {
            return path.getFileSystem() == FileSystems.getDefault()
                    ? new OnDisk(new RandomAccessFile(path.toFile(), "rw"))
                    : new InMemory(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        }
    }

    /**
     * A file of the operating system. Written through a {@link RandomAccessFile}, because an
     * interrupt of a thread that writes to a channel closes the channel, and with it the log.
     */
    private record OnDisk(RandomAccessFile file) implements Storage {
        @Override
        public FileChannel channel() {
            return file.getChannel();
        }

        @Override
        public void read(byte[] buffer, int length, long position) throws IOException {
            file.seek(position);
            file.readFully(buffer, 0, length);
        }

        @Override
        public void write(byte[] buffer, int length, long position) throws IOException {
            file.seek(position);
            file.write(buffer, 0, length);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.setLength(size);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** A file of an embedded realm, in a file system in memory. */
    private record InMemory(FileChannel channel) implements Storage {
        @Override
        public void read(byte[] buffer, int length, long position) throws IOException {
            ByteBuffer target = ByteBuffer.wrap(buffer, 0, length);
            while (target.hasRemaining()) {
                if (channel.read(target, position + target.position()) < 0) {
                    throw new EOFException();
                }
            }
        }

        @Override
        public void write(byte[] buffer, int length, long position) throws IOException {
            ByteBuffer source = ByteBuffer.wrap(buffer, 0, length);
            while (source.hasRemaining()) {
                channel.write(source, position + source.position());
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void sync() {}

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
