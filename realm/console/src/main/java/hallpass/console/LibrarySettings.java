package hallpass.console;

import java.util.Locale;

/**
 * System properties of the libraries that Hallpass uses. Only a main method sets them, before the
 * libraries are loaded; a {@code -D} option of the same name wins.
 */
public final class LibrarySettings {
    private LibrarySettings() {}

    /**
     * Makes numbers and messages the same in every locale, also those of libraries. The locale
     * still selects the encoding of arguments and paths.
     */
    public static void applyRootLocale() {
        Locale.setDefault(Locale.ROOT);
    }

    /** Settings of SLF4J for a command: it logs nothing, although Logback is on its class path. */
    public static void applySilentLogging() {
        setDefault("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        setDefault("slf4j.internal.verbosity", "ERROR");
    }

    /** Settings of Netty for a process that starts servers. */
    public static void applyNetty() {
        // Newer JDKs print warnings about sun.misc.Unsafe; heap buffers do without it.
        setDefault("io.netty.noUnsafe", "true");
        setDefault("io.netty.noKeySetOptimization", "true");
        setDefault("io.netty.noPreferDirect", "true");
        // Both make channel ids unique across machines. Hallpass needs no such ids, and looking up
        // the MAC address takes time.
        setDefault("io.netty.machineId", "00:00:00:00:00:00:00:01");
        setDefault("io.netty.processId", "1");
    }

    /** Sets a property unless it is set already. */
    public static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
