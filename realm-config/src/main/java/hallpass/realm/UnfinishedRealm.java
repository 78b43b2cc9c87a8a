package hallpass.realm;

import hallpass.trace.Printable;
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
     * @throws RealmProblem for any other folder, or while somebody else is at it
     */
    static UnfinishedRealm begin(Path root) throws RealmProblem {
        Path marker = root.resolve(MARKER);
        if (Files.exists(root) && !Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
            requireEmpty(root);
        }
        PrivateFiles.createFolder(root);
        UnfinishedRealm begun = new UnfinishedRealm(marker, openMarker(marker));
        try {
            begun.requireAlone(root);
            begun.clear(root);
            return begun;
        } catch (RealmProblem e) {
            begun.close();
            throw e;
        }
    }

    /** The realm is whole. */
    void finish() throws RealmProblem {
        try {
            Files.delete(marker);
        } catch (IOException e) {
            throw PrivateFiles.problem("The file", marker, "removed", e);
        }
    }

    private static FileChannel openMarker(Path marker) throws RealmProblem {
        if (!Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
            PrivateFiles.writeNew(marker, new byte[0]);
        }
        try {
            return FileChannel.open(marker, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw PrivateFiles.problem("The file", marker, "written", e);
        }
    }

    private void requireAlone(Path root) throws RealmProblem {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // By another thread of this process: the same, told in another way.
        } catch (IOException e) {
            throw PrivateFiles.problem("The file", marker, "locked", e);
        }
        throw new RealmProblem("Another command makes a realm in " + Printable.of(root.toString())
                + " at this moment. Wait for it, or choose another folder.");
    }

    private static void requireEmpty(Path root) throws RealmProblem {
        if (!entries(root).isEmpty()) {
            throw new RealmProblem(Printable.of(root.toString())
                    + " is not empty, and a new realm needs a folder of its own. Choose another, or remove this one.");
        }
    }

    /** What is there, but for what has to be there before: a new realm on a database needs its password. */
    private static List<Path> entries(Path root) throws RealmProblem {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(entry -> !entry.equals(root.resolve(RealmFolder.STORE_PASSWORD)))
                    .toList();
        } catch (IOException e) {
            throw new RealmProblem(
                    Printable.of(root.toString()) + " is no folder that this user can read. Choose another.", e);
        }
    }

    private void clear(Path root) throws RealmProblem {
        List<Path> left = new ArrayList<>(entries(root));
        left.remove(marker);
        // What is whole is a realm, marked or not.
        if (Files.exists(root.resolve(RealmFolder.CONFIG_FILE), LinkOption.NOFOLLOW_LINKS)) {
            requireEmpty(root);
        }
        for (Path one : left) {
            remove(one);
        }
    }

    private static void remove(Path left) throws RealmProblem {
        // What is below a folder comes after it; links are not followed.
        try (Stream<Path> all = Files.walk(left)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        } catch (IOException e) {
            throw PrivateFiles.problem("What an earlier command left,", left, "removed", e);
        }
    }

    /** Leaves the marker where the realm is not whole. */
    @Override
    public void close() throws RealmProblem {
        try {
            lock.close();
        } catch (IOException e) {
            throw PrivateFiles.problem("The file", marker, "closed", e);
        }
    }
}
