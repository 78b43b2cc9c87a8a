package hallpass.config;

import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder in which a realm is being made. A marker in it says so until it is whole: where making a realm was cut short,
 * the next one knows what was left as its own, and begins again. Whoever makes one holds a lock on the marker.
 */
final class UnfinishedRealm implements AutoCloseable {
    private static final String MARKER = ".unfinished-realm";

    private final Path marker;
    private final FileChannel lock;

    private UnfinishedRealm(Path marker, FileChannel lock) {
        this.marker = marker;
        this.lock = lock;
    }

    /**
     * @param root new, empty, or marked as unfinished, in which case it is emptied
     * @throws RealmException for any other folder, or while somebody else is at it
     */
    static UnfinishedRealm begin(Path root) throws RealmException {
        Path marker = root.resolve(MARKER);
        if (Files.exists(root) && !Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
            requireEmpty(root);
        }
        PrivateFiles.createFolder(root);
        UnfinishedRealm begun = new UnfinishedRealm(marker, openMarker(marker));
        try {
            begun.acquireLock(root);
            begun.removeLeftovers(root);
            return begun;
        } catch (RealmException e) {
            begun.close();
            throw e;
        }
    }

    /** The realm is whole. */
    void finish() throws RealmException {
        try {
            Files.delete(marker);
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The file", marker, "removed", e);
        }
    }

    private static FileChannel openMarker(Path marker) throws RealmException {
        if (!Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.writeNew(marker, new byte[0]);
        }
        try {
            return FileChannel.open(marker, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The file", marker, "written", e);
        }
    }

    private void acquireLock(Path root) throws RealmException {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // By another thread of this process: the same, told in another way.
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The file", marker, "locked", e);
        }
        throw new RealmException(
                RealmError.REALM_BEING_CREATED,
                root.toString(),
                "Another command is creating a realm in " + PrintableText.escape(root.toString()) + ".");
    }

    private static void requireEmpty(Path root) throws RealmException {
        if (!entries(root).isEmpty()) {
            throw new RealmException(
                    RealmError.FOLDER_NOT_EMPTY,
                    root.toString(),
                    PrintableText.escape(root.toString()) + " is not empty; a new realm needs an empty folder.");
        }
    }

    /** What is there, but for what has to be there before: a new realm on a database needs its password. */
    private static List<Path> entries(Path root) throws RealmException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(entry -> !entry.equals(root.resolve(RealmFolder.STORE_PASSWORD_FILE)))
                    .toList();
        } catch (IOException e) {
            throw new RealmException(
                    RealmError.FOLDER_UNREADABLE,
                    root.toString(),
                    PrintableText.escape(root.toString()) + " is not a folder that this user can read.",
                    e);
        }
    }

    private void removeLeftovers(Path root) throws RealmException {
        List<Path> leftovers = new ArrayList<>(entries(root));
        leftovers.remove(marker);
        // What is whole is a realm, marked or not.
        if (Files.exists(root.resolve(RealmFolder.CONFIG_FILE), LinkOption.NOFOLLOW_LINKS)) {
            requireEmpty(root);
        }
        for (Path path : leftovers) {
            deleteRecursively(path);
        }
    }

    private static void deleteRecursively(Path root) throws RealmException {
        // What is below a folder comes after it; links are not followed.
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("What an earlier command left,", root, "removed", e);
        }
    }

    /** Leaves the marker where the realm is not whole. */
    @Override
    public void close() throws RealmException {
        try {
            lock.close();
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The file", marker, "closed", e);
        }
    }
}
