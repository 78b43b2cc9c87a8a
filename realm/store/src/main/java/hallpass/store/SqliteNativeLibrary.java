package hallpass.store;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Location of SQLite's native library. By default the driver unpacks the library into the folder
 * for temporary files in each process, and leaves it there if the process is killed. The
 * distribution therefore contains it unpacked, in {@code lib/native}. A process that wants the
 * driver to use that copy sets {@link #FOLDER_PROPERTY} before it opens the first database.
 */
public final class SqliteNativeLibrary {
    /** System property of the SQLite driver. */
    public static final String FOLDER_PROPERTY = "org.sqlite.lib.path";

    /** The driver's names of the most common processors, by Java's names. */
    private static final Map<String, String> LINUX_PROCESSORS = Map.of("amd64", "x86_64", "aarch64", "aarch64");

    private SqliteNativeLibrary() {}

    /** The folder with the unpacked library; empty outside of the distribution. */
    public static Optional<Path> unpackedFolder() {
        return ownJar().map(jar -> jar.resolveSibling("native" + driverFolder()))
                .filter(folder -> Files.isReadable(folder.resolve(LibraryLoaderUtil.getNativeLibName())));
    }

    /** The driver's folder for this operating system and processor. */
    private static String driverFolder() {
        Optional<String> processor = Optional.ofNullable(LINUX_PROCESSORS.get(System.getProperty("os.arch", "")))
                .filter(name -> System.getProperty("os.name", "").equals("Linux"))
                .filter(name -> Files.notExists(Path.of("/lib/ld-musl-" + name + ".so.1")));
        // The driver starts the process uname to find out, which delays every command.
        return processor
                .map(name -> "/org/sqlite/native/Linux/" + name)
                .orElseGet(LibraryLoaderUtil::getNativeLibResourcePath);
    }

    /** The jar of this module: the driver's jar is in the same folder. */
    private static Optional<Path> ownJar() {
        try {
            CodeSource source = SqliteNativeLibrary.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            // The class was not loaded from a file.
            return Optional.empty();
        }
    }
}
