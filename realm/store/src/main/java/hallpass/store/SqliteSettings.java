package hallpass.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** How an SQLite database is opened: everywhere the same. */
final class SqliteSettings {
    /** How long one writer waits for another; each holds the lock for some milliseconds. */
    static final Duration BUSY_TIMEOUT = Duration.ofSeconds(2);

    private static final int OPEN_READWRITE = 0x2;
    private static final int SYNCHRONOUS_FULL = 2;

    private SqliteSettings() {}

    static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    /** All connections of this process that name the same database share it (sqlite.org/inmemorydb.html). */
    static String memoryUrl(String name) {
        return "jdbc:sqlite:file:/hallpass-" + name + "?vfs=memdb";
    }

    /** For a database in memory, where nothing has to survive the process. */
    static Properties memoryProperties() {
        Properties properties = new Properties();
        properties.setProperty("journal_mode", "MEMORY");
        properties.setProperty("synchronous", "OFF");
        properties.setProperty("busy_timeout", Long.toString(BUSY_TIMEOUT.toMillis()));
        properties.setProperty("foreign_keys", "ON");
        return properties;
    }

    static Properties properties() {
        Properties properties = new Properties();
        // A file that went away is an error, not a new database: without SQLITE_OPEN_CREATE.
        properties.setProperty("open_mode", Integer.toString(OPEN_READWRITE));
        // Readers and the one writer do not wait for each other.
        properties.setProperty("journal_mode", "WAL");
        // The log is on the disk before a commit returns; WAL's default would lose the last ones in a power cut.
        properties.setProperty("synchronous", "FULL");
        properties.setProperty("busy_timeout", Long.toString(BUSY_TIMEOUT.toMillis()));
        properties.setProperty("foreign_keys", "ON");
        // A replaced key leaves no copy in unused parts of the file.
        properties.setProperty("secure_delete", "ON");
        return properties;
    }

    /** The settings that durability rests on, as a connection has them; see {@link #EXPECTED_SETTINGS}. */
    static final String SETTINGS_QUERY = """
            SELECT journal_mode || ' ' || synchronous || ' ' || timeout || ' ' || foreign_keys || ' ' || secure_delete
            FROM pragma_journal_mode, pragma_synchronous, pragma_busy_timeout, pragma_foreign_keys, pragma_secure_delete
            """;

    /** What they must be. */
    static final String EXPECTED_SETTINGS = "wal " + SYNCHRONOUS_FULL + " " + BUSY_TIMEOUT.toMillis() + " 1 1";
}
