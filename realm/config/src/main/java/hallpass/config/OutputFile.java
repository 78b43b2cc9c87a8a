package hallpass.config;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The file that an output option names. A device, a pipe or a descriptor of this process, such as
 * {@code /dev/stdout}, is written to as a stream. A regular file is replaced atomically. A folder,
 * a block device and a link to a file are refused.
 */
public record OutputFile(Path path) {
    private static final int MAX_LINKS = 40;

    private static final Pattern STANDARD_OUTPUT =
            Pattern.compile("/dev/stdout|/dev/fd/1|/proc/(self|thread-self|[0-9]+)/fd/1");

    private static final Pattern DESCRIPTOR =
            Pattern.compile("/dev/std(in|out|err)|/dev/fd/[0-9]+|/proc/(self|thread-self|[0-9]+)/fd/[0-9]+");

    /** Whether the content goes to the standard output of this process. */
    public boolean isStandardOutput() {
        return descriptor()
                .filter(name -> STANDARD_OUTPUT.matcher(name).matches())
                .isPresent();
    }

    /** Whether the content is written to a stream instead of a file. */
    public boolean isStream() {
        FileKind kind = FileKind.ofTarget(path);
        return descriptor().isPresent() || kind == FileKind.PIPE || kind == FileKind.CHARACTER_DEVICE;
    }

    /** Refuses a path that cannot be written, before a command does its work. */
    public void requireWritable() throws RealmException {
        if (!isStream()) {
            PrivateFiles.requireReplaceable(path);
        }
    }

    /** Writes the content. A new file gets the permissions that the umask leaves. */
    public void write(byte[] content) throws RealmException {
        requireWritable();
        try {
            if (isStream()) {
                writeToStream(content);
            } else {
                replace(content);
            }
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The file", path, "written", e);
        }
    }

    /** Writes to a stream, or to a new file that only its owner can read. */
    public void writeNewPrivate(byte[] content) throws RealmException {
        if (isStream()) {
            write(content);
        } else {
            PrivateFiles.writeNew(path, content);
        }
    }

    private void writeToStream(byte[] content) throws IOException {
        try (OutputStream out = isStandardOutput()
                // The descriptor itself, because a file behind it has a position.
                ? new UnclosedOutput(new FileOutputStream(FileDescriptor.out))
                : Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            out.write(content);
        } catch (IOException e) {
            // The reader of a pipe may stop reading.
            if (FileKind.ofTarget(path) != FileKind.PIPE) {
                throw e;
            }
        }
    }

    private void replace(byte[] content) throws IOException {
        Path temporary = path.resolveSibling("." + UUID.randomUUID() + ".tmp");
        try {
            Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The descriptor of a process that the path leads to, such as {@code /dev/stdout}. */
    private Optional<String> descriptor() {
        Path current = path.toAbsolutePath().normalize();
        for (int links = 0; links < MAX_LINKS; links++) {
            if (DESCRIPTOR.matcher(current.toString()).matches()) {
                return Optional.of(current.toString());
            } else if (!Files.isSymbolicLink(current)) {
                return Optional.empty();
            }
            try {
                current =
                        current.resolveSibling(Files.readSymbolicLink(current)).normalize();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Flushes on close and leaves the descriptor open. */
    private static final class UnclosedOutput extends OutputStream {
        private final OutputStream out;

        UnclosedOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] content, int from, int length) throws IOException {
            out.write(content, from, length);
        }
    }
}
