package hallpass.cli.client;

import hallpass.cli.CommandException;
import hallpass.client.credential.CredentialCache;
import hallpass.client.credential.CredentialCacheException;
import hallpass.console.ExitCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A credentials cache in a temporary folder, deleted when closed and after Ctrl-C. */
final class TemporaryCredentialCache implements AutoCloseable {
    private final Path folder;
    private final CredentialCache cache;
    private final Thread shutdownHook = new Thread(this::remove);

    private TemporaryCredentialCache(Path folder, String realm) {
        this.folder = folder;
        this.cache = CredentialCache.at(folder.resolve("demo.cache"), realm);
    }

    static TemporaryCredentialCache create(String realm) throws CommandException {
        try {
            // The JDK creates temporary folders with mode 0700.
            TemporaryCredentialCache made =
                    new TemporaryCredentialCache(Files.createTempDirectory("hallpass-demo"), realm);
            Runtime.getRuntime().addShutdownHook(made.shutdownHook);
            return made;
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.LOCAL_FILES,
                    "cannot create a temporary folder",
                    "free some space in the folder of temporary files");
        }
    }

    CredentialCache cache() {
        return cache;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // After Ctrl-C the shutdown hook is running already.
        }
        remove();
    }

    private void remove() {
        try {
            cache.wipe();
            try (DirectoryStream<Path> rest = Files.newDirectoryStream(folder)) {
                for (Path file : rest) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        } catch (IOException | CredentialCacheException e) {
            // Only the owner can read what remains in the temporary folder.
        }
    }
}
