package hallpass.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/** JDBC URLs and connection properties of SQLite databases. */
final class SqliteSettings {
    /** How long a writer waits for the lock. */
    static final Duration BUSY_TIMEOUT = Duration.ofSeconds(2);

    private static final int OPEN_READWRITE = 0x2;
    private static final int SYNCHRONOUS_FULL = 2;

    private SqliteSettings() {}

    static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    /** The database file alone, without the write-ahead log beside it, for reading. */
    static String mainFileUrl(Path file) {
        return "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath() + "?immutable=1&mode=ro";
    }

    /** All connections of a process with the same URL share one database. */
    static String memoryUrl(String name) {
        return "jdbc:sqlite:file:/hallpass-" + name + "?vfs=memdb";
    }

    /** For a database in memory, which need not be durable. */
    static Properties memoryProperties() {
        Properties properties = new Properties();
        properties.setProperty("journal_mode", "MEMORY");
        properties.setProperty("synchronous", "OFF");
        properties.setProperty("busy_timeout", Long.toString(BUSY_TIMEOUT.toMillis()));
        properties.setProperty("foreign_keys", "ON");
        return properties;
    }

    /** For a file that may be a foreign database: changes nothing in it. */
    static Properties inspectionProperties() {
        Properties properties = new Properties();
        // Without SQLITE_OPEN_CREATE, so that a missing file is an error.
        properties.setProperty("open_mode", Integer.toString(OPEN_READWRITE));
        properties.setProperty("busy_timeout", Long.toString(BUSY_TIMEOUT.toMillis()));
        return properties;
    }

    static Properties properties() {
        Properties properties = inspectionProperties();
        // In WAL mode, readers and the writer do not block each other.
        properties.setProperty("journal_mode", "WAL");
        // Syncs the log on every commit; WAL's default loses recent commits on a power failure.
        properties.setProperty("synchronous", "FULL");
        properties.setProperty("foreign_keys", "ON");
        // Overwrites deleted rows, so that no replaced key remains in the file.
        properties.setProperty("secure_delete", "ON");
        return properties;
    }

    /** Queries the settings of a connection that durability and integrity depend on. */
    static final String SETTINGS_QUERY = """
        SELECT journal_mode || ' ' || synchronous || ' ' || timeout || ' ' || foreign_keys || ' ' || secure_delete
        FROM pragma_journal_mode, pragma_synchronous, pragma_busy_timeout, pragma_foreign_keys, pragma_secure_delete
        """;

    static final String EXPECTED_SETTINGS = "wal " + SYNCHRONOUS_FULL + " " + BUSY_TIMEOUT.toMillis() + " 1 1";
}
