package hallpass.config;

import hallpass.trace.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Files and folders that only their owner can use, whatever the umask. What is written is on the disk, whole, when the
 * call returns; a crash before that leaves what was there before.
 */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER_ALL = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_READ_WRITE = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /** Makes a folder with mode 0700, or gives this mode to the one that is there. Its parent must exist. */
    public static void createFolder(Path folder) throws RealmException {
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ALL));
                sync(parent(folder), StandardOpenOption.READ);
            }
            // A umask takes rights away from those asked for; an older folder may have more of them.
            Files.setPosixFilePermissions(folder, OWNER_ALL);
        } catch (IOException e) {
            throw ioFailure("The folder", folder, "made", e);
        }
    }

    /** Writes a file with mode 0600, in the place of any that is there. A symbolic link is refused, not followed. */
    public static void write(Path file, byte[] content) throws RealmException {
        refuseSymbolicLink(file);
        writeAtomically(
                file,
                ContentWriter.of(content),
                temporary -> Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE));
    }

    /** Writes a file with mode 0600 where none is; what is there already stays as it is, and is a problem. */
    public static void writeNew(Path file, byte[] content) throws RealmException {
        writeNew(file, ContentWriter.of(content));
    }

    /** As {@link #writeNew(Path, byte[])}, for content that is written by somebody else. */
    public static void writeNew(Path file, ContentWriter writer) throws RealmException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw ioFailure("The file", file, "written", new FileAlreadyExistsException(file.toString()));
        }
        // A link fails if the name was taken meanwhile, where a rename would take it over.
        writeAtomically(file, writer, temporary -> {
            Files.createLink(file, temporary);
            Files.delete(temporary);
        });
    }

    /** Makes sure that there is a file, and that its mode is 0600; one that is there keeps its content. */
    public static void ensureExists(Path file) throws RealmException {
        try {
            if (Files.notExists(file)) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_READ_WRITE));
            }
            if (Files.isRegularFile(file)) {
                Files.setPosixFilePermissions(file, OWNER_READ_WRITE);
            }
        } catch (IOException e) {
            throw ioFailure("The file", file, "made", e);
        }
    }

    /**
     * Reads a file that holds a secret.
     *
     * @throws RealmException also if anybody but the owner has any right to it, or it is longer than {@code limit} bytes
     */
    public static byte[] readSecret(Path file, int limit) throws RealmException {
        requirePrivate(file);
        return read(file, limit);
    }

    /**
     * Reads a file.
     *
     * @throws RealmException also if it is longer than {@code limit} bytes
     */
    public static byte[] read(Path file, int limit) throws RealmException {
        requireRegularFile(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new RealmException(printable(file) + " is longer than " + limit
                        + " bytes, so it is not the file that belongs there.");
            }
            return content;
        } catch (IOException e) {
            throw ioFailure("The file", file, "read", e);
        }
    }

    /** Refuses a file that anybody but its owner has any right to. */
    public static void requirePrivate(Path file) throws RealmException {
        requireRegularFile(file);
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (!OWNER_ALL.containsAll(mode)) {
                throw new RealmException(
                        printable(file) + " holds a secret, but others than its owner have rights to it ("
                                + PosixFilePermissions.toString(mode)
                                + "). Once you know that nobody has used them, type: chmod 600 "
                                + printable(file));
            }
        } catch (IOException e) {
            throw ioFailure("The file", file, "read", e);
        }
    }

    /** What writes the content of a file that is there already, empty and private. */
    public interface ContentWriter {
        void write(Path file) throws IOException, RealmException;

        private static ContentWriter of(byte[] content) {
            return file -> Files.write(file, content);
        }
    }

    /** What puts a finished temporary file in its place. */
    private interface FileMover {
        void move(Path temporary) throws IOException;
    }

    private static void writeAtomically(Path file, ContentWriter writer, FileMover mover) throws RealmException {
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try {
                Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWNER_READ_WRITE));
                Files.setPosixFilePermissions(temporary, OWNER_READ_WRITE);
                writer.write(temporary);
                sync(temporary, StandardOpenOption.WRITE);
                mover.move(temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
            sync(parent(file), StandardOpenOption.READ);
        } catch (IOException e) {
            throw ioFailure("The file", file, "written", e);
        }
    }

    /** What a file holds is durable when the file is, its name when its folder is. */
    private static void sync(Path path, StandardOpenOption access) throws IOException {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            // A file system in memory has no disk to wait for, and no channel to a folder.
            return;
        }
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file : parent;
    }

    private static void refuseSymbolicLink(Path file) throws RealmException {
        if (Files.isSymbolicLink(file)) {
            throw new RealmException(printable(file) + " is a symbolic link, and a secret is not written through one; "
                    + "please remove the link.");
        }
    }

    /** A pipe, a device or a folder would block or confuse whoever reads it. */
    private static void requireRegularFile(Path file) throws RealmException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new RealmException(printable(file) + " is not a regular file; please put the right file there.");
        }
    }

    /** What could not be done to a file, and why, as a sentence. */
    public static RealmException ioFailure(String kind, Path path, String participle, IOException e) {
        return new RealmException(kind + " " + printable(path) + " could not be " + participle + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "it, or the folder that it should be in, does not exist. Check the path.";
        } else if (e instanceof AccessDeniedException) {
            return "this user may not. Run as the user that owns the realm, or let that user have it back with chown.";
        } else if (e instanceof FileAlreadyExistsException) {
            return "there is one of this name already, which is left as it is.";
        }
        return systemReason(e);
    }

    private static String systemReason(IOException e) {
        String system = String.valueOf(e instanceof FileSystemException f ? f.getReason() : e.getMessage());
        String lower = system.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota")) {
            return "the disk is full. Free some space and try again.";
        } else if (lower.contains("read-only")) {
            return "the file system is read-only. Choose another folder or mount it writable.";
        }
        return PrintableText.escape(system) + ".";
    }

    private static String printable(Path path) {
        return PrintableText.escape(path.toString());
    }
}
