package hallpass.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/**
 * Gives new files in a realm to the owner of the realm. Otherwise the files of a command that root
 * runs belong to root, and the servers cannot read them.
 */
final class RealmOwner {
    private RealmOwner() {}

    /**
     * Gives a new file or folder, which may still have a temporary name, the owner and the group of
     * the realm around it. Does nothing outside a realm.
     */
    static void adopt(Path created) throws IOException {
        Optional<Path> root = realmAround(created);
        PosixFileAttributeView view =
                Files.getFileAttributeView(created, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (root.isEmpty() || view == null) {
            return;
        }
        PosixFileAttributes realm = Files.readAttributes(root.get(), PosixFileAttributes.class);
        if (view.readAttributes().owner().equals(realm.owner())) {
            return;
        }
        try {
            view.setGroup(realm.group());
            view.setOwner(realm.owner());
        } catch (FileSystemException e) {
            AccessDeniedException denied = new AccessDeniedException(created.toString());
            denied.initCause(e);
            throw denied;
        }
    }

    /**
     * The innermost folder above a file that contains a realm, or in which one is being created;
     * empty outside a realm.
     */
    static Optional<Path> realmAround(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        while (folder != null && !isRealm(folder)) {
            folder = folder.getParent();
        }
        return Optional.ofNullable(folder);
    }

    private static boolean isRealm(Path folder) {
        return Files.exists(folder.resolve(RealmFolder.CONFIG_FILE))
                || Files.exists(folder.resolve(UnfinishedRealm.MARKER));
    }
}
