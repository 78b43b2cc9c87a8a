package hallpass.config;

import hallpass.message.Party;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The creation of a realm folder. A locked marker file marks the folder as incomplete, so that the
 * next command can clean up after an interrupted one and start over.
 */
final class UnfinishedRealm implements AutoCloseable {
    static final String MARKER = ".unfinished-realm";

    /** What the creation of a realm makes in its folder. */
    private static final Set<String> OWN_NAMES = Stream.concat(
                    Arrays.stream(Party.values()).map(Party::id),
                    Stream.of("kdc", "audit", ".gitignore", "realm.id", "lab.toml"))
            .collect(Collectors.toSet());

    private static final Pattern TEMPORARY = Pattern.compile("\\..*\\.(tmp|lock)");

    private final Path root;
    private final Path marker;
    private final FileChannel lock;

    private UnfinishedRealm(Path root, Path marker, FileChannel lock) {
        this.root = root;
        this.marker = marker;
        this.lock = lock;
    }

    /**
     * Marks a folder as incomplete.
     *
     * @param root a new or empty folder, or one left by an interrupted command, which is emptied
     * @throws RealmException for any other folder, and while another process creates this realm
     */
    static UnfinishedRealm begin(Path root) throws RealmException {
        Path marker = root.resolve(MARKER);
        if (Files.exists(root) && !Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
            requireEmpty(root);
        }
        FileSystemCheck.requireSuitable(root);
        PrivateFiles.createFolder(root);
        UnfinishedRealm unfinished = new UnfinishedRealm(root, marker, openMarker(marker));
        try {
            unfinished.acquireLock();
            unfinished.removeLeftovers();
            return unfinished;
        } catch (RealmException e) {
            unfinished.close();
            throw e;
        }
    }

    /** Whether the command that creates the realm is running, or was interrupted. */
    static boolean isUnfinished(Path root) {
        return Files.exists(root.resolve(MARKER), LinkOption.NOFOLLOW_LINKS)
                && Files.notExists(root.resolve(RealmFolder.CONFIG_FILE), LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes the marker: the realm is complete. */
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
            // An existing empty folder may belong to another user.
            RealmOwner.adopt(marker);
            return FileChannel.open(marker, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The file", marker, "written", e);
        }
    }

    private void acquireLock() throws RealmException {
        try {
            if (!FileLocks.tryLock(lock)) {
                throw new RealmException(
                        RealmError.REALM_BEING_CREATED,
                        root.toString(),
                        "Another command is creating a realm in " + PrintableText.escape(root.toString()) + ".");
            }
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The file", marker, "locked", e);
        }
    }

    private static void requireEmpty(Path root) throws RealmException {
        if (!entries(root).isEmpty()) {
            throw new RealmException(
                    RealmError.FOLDER_NOT_EMPTY,
                    root.toString(),
                    PrintableText.escape(root.toString()) + " is not empty; a new realm needs an empty folder.");
        }
    }

    /**
     * The entries of the folder, except for the password of the database, which must exist before.
     */
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

    private void removeLeftovers() throws RealmException {
        // A folder with a configuration file is a complete realm, even if the marker was not
        // removed.
        if (Files.exists(root.resolve(RealmFolder.CONFIG_FILE), LinkOption.NOFOLLOW_LINKS)) {
            requireEmpty(root);
        }
        List<Path> leftovers = new ArrayList<>(entries(root));
        leftovers.remove(marker);
        for (Path path : leftovers) {
            requireOwn(path);
        }
        for (Path path : leftovers) {
            deleteRecursively(path);
        }
    }

    /** Refuses to remove what the creation of a realm does not make. */
    private void requireOwn(Path leftover) throws RealmException {
        String name = leftover.getFileName().toString();
        if (!OWN_NAMES.contains(name) && !TEMPORARY.matcher(name).matches()) {
            throw new RealmException(
                    RealmError.FOLDER_NOT_EMPTY,
                    root.toString(),
                    PrintableText.escape(leftover.toString())
                            + " is not part of the unfinished realm beside it; a new realm needs an empty folder.");
        }
    }

    static void deleteRecursively(Path root) throws RealmException {
        // The reverse order puts the content of a folder before the folder. Links are not followed.
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The leftover", root, "removed", e);
        }
    }

    /** Releases the lock. The marker remains unless the realm is complete. */
    @Override
    public void close() throws RealmException {
        try {
            lock.close();
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The file", marker, "closed", e);
        }
    }
}
