package hallpass.attack.lab;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A private folder that is deleted when it is closed or when the process ends. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;
    private final Thread shutdownHook;

    private TemporaryFolder(Path path) {
        this.path = path;
        this.shutdownHook = new Thread(() -> remove(path), "remove " + path.getFileName());
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    /** Creates a folder in the directory for temporary files. */
    public static TemporaryFolder create() throws RealmException {
        Path place = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        try {
            return new TemporaryFolder(Files.createTempDirectory(place, "hallpass-attack-"));
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("folder for temporary realms", place, "be made", e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        remove(path);
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook has deleted the folder.
        }
    }

    private static void remove(Path root) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    // A server that is just ending deletes files too.
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // The operating system cleans up temporary files.
        }
    }
}
