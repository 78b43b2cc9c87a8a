package hallpass.store;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private temporary copy of a database and its log on a read-only file system. */
record SqliteCopy(Path folder, Path file) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteCopy.class);

    static SqliteCopy of(Path original) throws RealmException {
        PrivateFiles.requirePrivate(original);
        try {
            // Mode 0700.
            Path folder = Files.createTempDirectory("hallpass-");
            SqliteCopy copy = new SqliteCopy(folder, folder.resolve("copy.db"));
            Files.copy(original, copy.file);
            Path log = sidecar(original, "-wal");
            if (Files.exists(log)) {
                Files.copy(log, sidecar(copy.file, "-wal"));
            }
            return copy;
        } catch (IOException e) {
            throw PrivateFiles.ioFailure("A temporary copy of", original, "made", e);
        }
    }

    private static Path sidecar(Path database, String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    @Override
    public void close() {
        try {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(sidecar(file, suffix));
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.warn("cannot remove the temporary copy {}", file, e);
        }
    }
}
