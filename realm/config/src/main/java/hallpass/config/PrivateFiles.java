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
                temporary -> Files.move(
                        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
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
                throw new RealmException(
                        RealmError.FILE_TOO_LARGE,
                        file.toString(),
                        printable(file) + " is longer than " + limit + " bytes, the limit for this file.");
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
                        RealmError.INSECURE_PERMISSIONS,
                        file.toString(),
                        printable(file) + " contains a secret, but its permissions ("
                                + PosixFilePermissions.toString(mode) + ") let other users access it.");
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
            throw new RealmException(
                    RealmError.SYMBOLIC_LINK,
                    file.toString(),
                    printable(file) + " is a symbolic link; secrets are not written through links.");
        }
    }

    /** A pipe, a device or a folder would block or confuse whoever reads it. */
    private static void requireRegularFile(Path file) throws RealmException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new RealmException(
                    RealmError.NOT_A_REGULAR_FILE, file.toString(), printable(file) + " is not a regular file.");
        }
    }

    /**
     * A failed file operation.
     *
     * @param kind such as {@code "The file"}
     * @param participle the failed operation, such as {@code "written"}
     */
    public static RealmException ioFailure(String kind, Path path, String participle, IOException e) {
        RealmError error = errorOf(e);
        return new RealmException(
                error,
                path.toString(),
                kind + " " + printable(path) + " could not be " + participle + ": " + reason(error, e) + ".",
                e);
    }

    private static RealmError errorOf(IOException e) {
        if (e instanceof NoSuchFileException) {
            return RealmError.FILE_MISSING;
        } else if (e instanceof AccessDeniedException) {
            return RealmError.ACCESS_DENIED;
        } else if (e instanceof FileAlreadyExistsException) {
            return RealmError.FILE_EXISTS;
        }
        String system = systemReason(e).toLowerCase(Locale.ROOT);
        if (system.contains("no space left") || system.contains("quota")) {
            return RealmError.DISK_FULL;
        }
        return system.contains("read-only") ? RealmError.READ_ONLY_FILE_SYSTEM : RealmError.IO_FAILURE;
    }

    private static String reason(RealmError error, IOException e) {
        return switch (error) {
            case FILE_MISSING -> "the file or its folder does not exist";
            case ACCESS_DENIED -> "permission denied";
            case FILE_EXISTS -> "it already exists";
            case DISK_FULL -> "the disk is full";
            case READ_ONLY_FILE_SYSTEM -> "the file system is read-only";
            default -> PrintableText.escape(systemReason(e));
        };
    }

    private static String systemReason(IOException e) {
        return String.valueOf(e instanceof FileSystemException f ? f.getReason() : e.getMessage());
    }

    private static String printable(Path path) {
        return PrintableText.escape(path.toString());
    }
}
