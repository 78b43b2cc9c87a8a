package hallpass.process;

import hallpass.store.SqliteNativeLibrary;

/**
 * System properties of the libraries that a process uses. They are set before the libraries are
 * loaded; a {@code -D} option of the same name wins.
 */
public final class LibrarySettings {
    private LibrarySettings() {}

    /** Settings of a command: it logs nothing, although Logback is on its class path. */
    public static void applyToCommand() {
        setDefault("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        setDefault("slf4j.internal.verbosity", "ERROR");
        apply();
    }

    static void apply() {
        // sun.misc.Unsafe makes newer JDKs print warnings; buffers are on the heap and do without it.
        setDefault("io.netty.noUnsafe", "true");
        setDefault("io.netty.noKeySetOptimization", "true");
        setDefault("io.netty.noPreferDirect", "true");
        // Both make channel ids unique across machines. Hallpass needs no such ids, and looking up
        // the MAC address takes time.
        setDefault("io.netty.machineId", "00:00:00:00:00:00:00:01");
        setDefault("io.netty.processId", "1");
        SqliteNativeLibrary.unpackedFolder()
                .ifPresent(folder -> setDefault(SqliteNativeLibrary.FOLDER_PROPERTY, folder.toString()));
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
