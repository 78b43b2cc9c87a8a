package hallpass.store;

import hallpass.config.RealmError;

/** The differences between SQLite and PostgreSQL. */
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
            RealmError.UNSUITABLE_FILE_SYSTEM),
    POSTGRESQL(
            "postgresql",
            // Rows that another transaction is deleting are skipped.
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
            RealmError.UNSAFE_DATABASE_SETTINGS);

    private final String migrationFolder;
    private final String deleteExpiredReplaysSql;
    private final String settingsQuery;
    private final String expectedSettings;
    private final RealmError settingsError;

    Dialect(
            String folder,
            String deleteReplays,
            String askSettings,
            String expectedSettings,
            RealmError settingsError) {
        this.migrationFolder = folder;
        this.deleteExpiredReplaysSql = deleteReplays;
        this.settingsQuery = askSettings;
        this.expectedSettings = expectedSettings;
        this.settingsError = settingsError;
    }

    /** The folder of the migrations, below {@code hallpass/store} on the class path. */
    String migrationFolder() {
        return migrationFolder;
    }

    /**
     * Deletes a limited number of one acceptor's expired claims, oldest first. A claim must also be
     * expired by the clock of the database host, so that a server with a wrong clock does not
     * delete claims that another server still needs.
     */
    String deleteExpiredReplaysSql() {
        return deleteExpiredReplaysSql;
    }

    /** Queries the settings of a connection that durability depends on. */
    String settingsQuery() {
        return settingsQuery;
    }

    String expectedSettings() {
        return expectedSettings;
    }

    /** The error for other settings. */
    RealmError settingsError() {
        return settingsError;
    }

    /** Whether this database can store a text unchanged: PostgreSQL's text type excludes NUL. */
    boolean canStore(String text) {
        return this == SQLITE || text.indexOf('\0') < 0;
    }

    /** Escapes a text for storage in this database. */
    String encode(String text) {
        return this == SQLITE ? text : text.replace("\\", "\\\\").replace("\0", "\\0");
    }

    /** Reverses {@link #encode}. */
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
