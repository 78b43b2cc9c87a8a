package hallpass.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The kind of file at a path. Symbolic links are a separate kind if they are not followed. */
enum FileKind {
    NOTHING(""),
    REGULAR_FILE("a regular file"),
    SYMBOLIC_LINK("a symbolic link"),
    FOLDER("a folder"),
    PIPE("a pipe"),
    CHARACTER_DEVICE("a device"),
    BLOCK_DEVICE("a block device"),
    OTHER("");

    /** The bits of {@code st_mode} that hold the kind: POSIX, sys/stat.h. */
    private static final int KIND_MASK = 0170000;

    private static final int PIPE_MODE = 0010000;
    private static final int CHARACTER_DEVICE_MODE = 0020000;
    private static final int BLOCK_DEVICE_MODE = 0060000;

    private final String text;

    FileKind(String text) {
        this.text = text;
    }

    /** Such as {@code a pipe}. */
    String text() {
        return text;
    }

    /** Does not follow links. A path that cannot be examined counts as nothing. */
    static FileKind of(Path path) {
        return of(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Follows links. */
    static FileKind ofTarget(Path path) {
        return of(path, new LinkOption[0]);
    }

    private static FileKind of(Path path, LinkOption... options) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, options);
            if (attributes.isRegularFile()) {
                return REGULAR_FILE;
            } else if (attributes.isSymbolicLink()) {
                return SYMBOLIC_LINK;
            }
            return attributes.isDirectory() ? FOLDER : special(path, options);
        } catch (IOException e) {
            return NOTHING;
        }
    }

    private static FileKind special(Path path, LinkOption... options) throws IOException {
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode", options);
            return switch (mode & KIND_MASK) {
                case PIPE_MODE -> PIPE;
                case CHARACTER_DEVICE_MODE -> CHARACTER_DEVICE;
                case BLOCK_DEVICE_MODE -> BLOCK_DEVICE;
                default -> OTHER;
            };
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return OTHER;
        }
    }
}
