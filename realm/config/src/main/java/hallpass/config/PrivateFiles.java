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
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Files and folders with permissions for their owner only, whatever the umask. Writes are durable
 * and atomic: after a crash, a file has either its old or its new content.
 */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OWNER_ALL = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_READ_WRITE = PosixFilePermissions.fromString("rw-------");

    /** Texts of the C library, which has them in English unless translations are installed. */
    private static final Map<String, RealmError> SYSTEM_REASONS = Map.of(
            "no space left", RealmError.DISK_FULL,
            "quota", RealmError.QUOTA_EXCEEDED,
            "file too large", RealmError.FILE_SIZE_LIMIT,
            "too many open files", RealmError.TOO_MANY_OPEN_FILES,
            "read-only", RealmError.READ_ONLY_FILE_SYSTEM,
            "permission denied", RealmError.ACCESS_DENIED);

    private PrivateFiles() {}

    /**
     * Creates a folder with mode 0700, or sets the mode of an existing one. Its parent must exist.
     */
    public static void createFolder(Path folder) throws RealmException {
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ALL));
                RealmOwner.adopt(folder);
                sync(parent(folder), StandardOpenOption.READ);
            }
            // The umask may have removed permissions, and an existing folder may have more.
            setMode(folder, OWNER_ALL);
        } catch (UnsupportedOperationException e) {
            throw ioFailure("The folder", folder, "created", new UnsupportedModesException(folder));
        } catch (IOException e) {
            throw ioFailure("The folder", folder, "created", e);
        }
    }

    /**
     * Writes or replaces a file with mode 0600. Refuses what is not a regular file: links, pipes,
     * devices and folders stay as they are.
     */
    public static void write(Path file, byte[] content) throws RealmException {
        requireReplaceable(file);
        writeAtomically(
                file,
                ContentWriter.of(content),
                temporary -> Files.move(
                        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    /** Writes a new file with mode 0600. An existing file is an error, and stays as it is. */
    public static void writeNew(Path file, byte[] content) throws RealmException {
        writeNew(file, ContentWriter.of(content));
    }

    /** As {@link #writeNew(Path, byte[])}, with content that a callback writes. */
    public static void writeNew(Path file, ContentWriter writer) throws RealmException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw ioFailure("The file", file, "written", new FileAlreadyExistsException(file.toString()));
        }
        writeAtomically(file, writer, temporary -> moveToNewName(temporary, file));
    }

    /** Unlike a rename, a hard link fails if the file exists by now. */
    private static void moveToNewName(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // A file system without hard links. This fails if the file exists, but for an instant.
            Files.move(temporary, file);
            return;
        }
        Files.delete(temporary);
    }

    /**
     * Sets a mode. Some file systems, such as exFAT, have one mode for all files, which the mount
     * determines; it is sufficient if it keeps other users out.
     */
    private static void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
        try {
            Files.setPosixFilePermissions(path, mode);
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!OWNER_ALL.containsAll(Files.getPosixFilePermissions(path))) {
                throw isNotPermitted(e) ? new UnsupportedModesException(path) : e;
            }
        }
    }

    private static boolean isNotPermitted(FileSystemException e) {
        String reason = systemReason(e).toLowerCase(Locale.ROOT);
        return reason.contains("not permitted") || reason.contains("not supported");
    }

    /** A file system that cannot keep other users from reading a file. */
    private static final class UnsupportedModesException extends FileSystemException {
        private static final long serialVersionUID = 1L;

        UnsupportedModesException(Path path) {
            super(path.toString(), null, "its file system does not keep other users out");
        }
    }

    /**
     * Creates an empty file with mode 0600, or sets the mode of an existing one. Accepts a device,
     * and a link to a file or a device. Refuses a pipe, whose opening waits for a reader.
     */
    public static void ensureExists(Path file) throws RealmException {
        FileKind kind = FileKind.ofTarget(file);
        if (kind != FileKind.NOTHING && kind != FileKind.REGULAR_FILE && kind != FileKind.CHARACTER_DEVICE) {
            throw notRegular(file, kind);
        }
        try {
            if (kind == FileKind.NOTHING) {
                createUnlessExists(file);
            }
            if (kind != FileKind.CHARACTER_DEVICE) {
                setMode(file, OWNER_READ_WRITE);
            }
        } catch (UnsupportedOperationException e) {
            throw ioFailure("The file", file, "created", new UnsupportedModesException(file));
        } catch (IOException e) {
            throw ioFailure("The file", file, "created", e);
        }
    }

    private static void createUnlessExists(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_READ_WRITE));
            RealmOwner.adopt(file);
        } catch (FileAlreadyExistsException e) {
            // Another process created it in between.
        }
    }

    /**
     * Reads a file that holds a secret.
     *
     * @throws RealmException also if other users have permissions, or the file is longer than
     *     {@code limit} bytes
     */
    public static byte[] readSecret(Path file, int limit) throws RealmException {
        requirePrivate(file);
        return read(file, limit);
    }

    /**
     * Reads a file.
     *
     * @throws RealmException also if the file is longer than {@code limit} bytes
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

    /** Refuses a file with permissions for other users. */
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

    /** Writes the content of an empty private file. */
    public interface ContentWriter {
        void write(Path file) throws IOException, RealmException;

        private static ContentWriter of(byte[] content) {
            return file -> Files.write(file, content);
        }
    }

    /** Moves a complete temporary file to its final name. */
    private interface FileMover {
        void move(Path temporary) throws IOException;
    }

    private static void writeAtomically(Path file, ContentWriter writer, FileMover mover) throws RealmException {
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try {
                Files.createFile(temporary, PosixFilePermissions.asFileAttribute(OWNER_READ_WRITE));
                RealmOwner.adopt(temporary);
                setMode(temporary, OWNER_READ_WRITE);
                writer.write(temporary);
                sync(temporary, StandardOpenOption.WRITE);
                mover.move(temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
            sync(parent(file), StandardOpenOption.READ);
        } catch (UnsupportedOperationException e) {
            throw ioFailure("The file", file, "written", new UnsupportedModesException(file));
        } catch (IOException e) {
            throw ioFailure("The file", file, "written", e);
        }
    }

    /** Syncs a file, to make its content durable, or a folder, to make the names in it durable. */
    private static void sync(Path path, StandardOpenOption access) throws IOException {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            // An in-memory file system has no disk, and no channel to a folder.
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

    /**
     * Deletes a file.
     *
     * @return whether it existed
     * @throws RealmException also for a path that is not a regular file
     */
    public static boolean delete(Path file) throws RealmException {
        requireReplaceable(file);
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            throw ioFailure("The file", file, "removed", e);
        }
    }

    /** Refuses a path that exists and is not a regular file. Does not follow links. */
    public static void requireReplaceable(Path file) throws RealmException {
        FileKind kind = FileKind.of(file);
        if (kind == FileKind.SYMBOLIC_LINK) {
            throw new RealmException(
                    RealmError.SYMBOLIC_LINK,
                    file.toString(),
                    printable(file) + " is a symbolic link; files are not written through links.");
        } else if (kind != FileKind.NOTHING && kind != FileKind.REGULAR_FILE) {
            throw notRegular(file, kind);
        }
    }

    /** Reading a pipe or a device could block. */
    private static void requireRegularFile(Path file) throws RealmException {
        FileKind kind = FileKind.ofTarget(file);
        if (kind != FileKind.NOTHING && kind != FileKind.REGULAR_FILE) {
            throw notRegular(file, kind);
        }
    }

    static RealmException notRegular(Path file, FileKind kind) {
        return new RealmException(
                RealmError.NOT_A_REGULAR_FILE,
                file.toString(),
                printable(file) + " is not a regular file"
                        + (kind == FileKind.OTHER ? "." : ", but " + kind.text() + "."));
    }

    /**
     * A failed file operation.
     *
     * @param kind such as {@code "The file"}
     * @param participle the failed operation, such as {@code "written"}
     */
    public static RealmException ioFailure(String kind, Path path, String participle, IOException e) {
        RealmError error = errorOf(e);
        if (error == RealmError.FILE_MISSING && participle.equals("read") && isExpectedIn(path)) {
            return new RealmException(
                    RealmError.REALM_INCOMPLETE,
                    path.toString(),
                    kind + " " + printable(path) + " of the realm is missing.",
                    e);
        }
        return new RealmException(
                error,
                path.toString(),
                kind + " " + printable(path) + " could not be " + participle + ": " + reason(error, e) + ".",
                e);
    }

    /** A complete realm has all files that its processes read. */
    private static boolean isExpectedIn(Path path) {
        return RealmOwner.realmAround(path)
                .filter(root -> Files.exists(root.resolve(RealmFolder.CONFIG_FILE)))
                .isPresent();
    }

    private static RealmError errorOf(IOException e) {
        if (e instanceof NoSuchFileException) {
            return RealmError.FILE_MISSING;
        } else if (e instanceof AccessDeniedException) {
            return RealmError.ACCESS_DENIED;
        } else if (e instanceof FileAlreadyExistsException) {
            return RealmError.FILE_EXISTS;
        } else if (e instanceof UnsupportedModesException) {
            return RealmError.NO_FILE_MODES;
        }
        String system = systemReason(e).toLowerCase(Locale.ROOT);
        return SYSTEM_REASONS.entrySet().stream()
                .filter(reason -> system.contains(reason.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(RealmError.IO_FAILURE);
    }

    private static String reason(RealmError error, IOException e) {
        return switch (error) {
            case FILE_MISSING -> "the file or its folder does not exist";
            case ACCESS_DENIED -> "permission denied";
            case FILE_EXISTS -> "it already exists";
            case DISK_FULL -> "the disk is full";
            case QUOTA_EXCEEDED -> "the disk quota is used up";
            case FILE_SIZE_LIMIT -> "it would exceed the size limit for files";
            case TOO_MANY_OPEN_FILES -> "too many files are open";
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
