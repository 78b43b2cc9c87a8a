package hallpass.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Checks, before a realm is created, that its file system keeps other users out and has locks. Uses
 * a temporary folder, so that nothing is left of a realm that cannot exist there.
 */
final class FileSystemCheck {
    private FileSystemCheck() {}

    /** @param root the folder of the new realm, which need not exist */
    static void requireSuitable(Path root) throws RealmException {
        Path existing = Files.exists(root) ? root : root.toAbsolutePath().getParent();
        if (existing == null || !Files.isDirectory(existing)) {
            return;
        }
        Path folder = existing.resolve(".hallpass-" + UUID.randomUUID() + ".tmp");
        Path file = folder.resolve("file");
        try {
            try {
                PrivateFiles.createFolder(folder);
                PrivateFiles.ensureExists(file);
                PrivateFiles.requirePrivate(file);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    FileLocks.tryLock(channel);
                }
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (RealmException e) {
            // The message names the realm's folder, not the temporary one.
            throw e.getCause() instanceof IOException cause
                    ? PrivateFiles.ioFailure("The folder", root, "created", cause)
                    : e;
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("The folder", root, "created", e);
        }
    }
}
