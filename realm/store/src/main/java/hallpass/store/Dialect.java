package hallpass.store;

/** Where the kinds of databases differ. */
enum Dialect {
    SQLITE(
            "sqlite",
            """
            DELETE FROM replays WHERE (acceptor, until, digest) IN (
                SELECT acceptor, until, digest FROM replays
                WHERE acceptor = ? AND until < MIN(?, CAST(unixepoch('subsec') * 1000 AS INTEGER) - 60000)
                ORDER BY until LIMIT ?)
            """,
            SqliteSettings.SETTINGS_QUERY,
            SqliteSettings.EXPECTED_SETTINGS,
            "Put the realm on a local disk."),
    POSTGRESQL(
            "postgresql",
            // What another one deletes at this moment need not be waited for.
            """
            DELETE FROM replays WHERE (acceptor, until, digest) IN (
                SELECT acceptor, until, digest FROM replays
                WHERE acceptor = ? AND until < LEAST(?, CAST(EXTRACT(EPOCH FROM now()) * 1000 AS BIGINT) - 60000)
                ORDER BY until LIMIT ? FOR UPDATE SKIP LOCKED)
            """,
            """
            SELECT 'fsync ' || current_setting('fsync')
                || ', full_page_writes ' || current_setting('full_page_writes')
                || ', synchronous_commit ' || current_setting('synchronous_commit')
                || ', server_encoding ' || current_setting('server_encoding')
            """,
            "fsync on, full_page_writes on, synchronous_commit on, server_encoding UTF8",
            "Set them in postgresql.conf, or name another server in realm.toml's store.");

    private final String migrationFolder;
    private final String deleteExpiredReplaysSql;
    private final String settingsQuery;
    private final String expectedSettings;
    private final String settingsAdvice;

    Dialect(String folder, String deleteReplays, String askSettings, String expectedSettings, String settingsAdvice) {
        this.migrationFolder = folder;
        this.deleteExpiredReplaysSql = deleteReplays;
        this.settingsQuery = askSettings;
        this.expectedSettings = expectedSettings;
        this.settingsAdvice = settingsAdvice;
    }

    /** Of its migrations. */
    String migrationFolder() {
        return migrationFolder;
    }

    /**
     * Deletes replays of one acceptor that were over before a time, some of them, the oldest first. By the database's own
     * clock they must be over, too: a server whose clock is wrong shall not make another forget.
     */
    String deleteExpiredReplaysSql() {
        return deleteExpiredReplaysSql;
    }

    /** Asks for the settings that durability rests on, as a connection has them. */
    String settingsQuery() {
        return settingsQuery;
    }

    String expectedSettings() {
        return expectedSettings;
    }

    /** What to do about other settings. */
    String settingsAdvice() {
        return settingsAdvice;
    }

    /** Whether a text can be in this database as it is: PostgreSQL's texts hold no NUL. */
    boolean canStore(String text) {
        return this == SQLITE || text.indexOf('\0') < 0;
    }

    /** Any text as this database can hold it. */
    String encode(String text) {
        return this == SQLITE ? text : text.replace("\\", "\\\\").replace("\0", "\\0");
    }

    /** The text that is stored in this way. */
    String decode(String stored) {
        if (this == SQLITE || stored.indexOf('\\') < 0) {
            return stored;
        }
        StringBuilder text = new StringBuilder(stored.length());
        for (int i = 0; i < stored.length(); i++) {
            boolean escaped = stored.charAt(i) == '\\' && i + 1 < stored.length();
            char next = escaped ? stored.charAt(++i) : stored.charAt(i);
            text.append(escaped && next == '0' ? '\0' : next);
        }
        return text.toString();
    }
}
