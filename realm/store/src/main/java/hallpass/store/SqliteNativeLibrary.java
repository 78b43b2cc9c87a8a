package hallpass.store;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.sqlite.JDBC;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native library of SQLite. Left alone, the driver unpacks it out of its jar in each process, into the folder for
 * temporary files, where it stays if the process is killed. The distribution has it unpacked, beside the driver's jar.
 */
final class SqliteNativeLibrary {
    /** The driver's property. */
    private static final String LIBRARY_FOLDER_PROPERTY = "org.sqlite.lib.path";

    private SqliteNativeLibrary() {}

    /** To be called before the first connection; where there is none, as in a test of this module, the driver helps itself. */
    static void useUnpacked() {
        if (System.getProperty(LIBRARY_FOLDER_PROPERTY) == null) {
            unpackedFolder().ifPresent(folder -> System.setProperty(LIBRARY_FOLDER_PROPERTY, folder.toString()));
        }
    }

    private static Optional<Path> unpackedFolder() {
        return driverJar()
                .map(jar -> jar.resolveSibling("native" + LibraryLoaderUtil.getNativeLibResourcePath()))
                .filter(folder -> Files.isReadable(folder.resolve(LibraryLoaderUtil.getNativeLibName())));
    }

    private static Optional<Path> driverJar() {
        try {
            CodeSource source = JDBC.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            // Loaded from elsewhere than a file.
            return Optional.empty();
        }
    }
}
