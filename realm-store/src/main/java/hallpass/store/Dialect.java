package hallpass.store;

/** Where the SQL of the kinds of databases differs. */
enum Dialect {
    SQLITE("""
            DELETE FROM replays WHERE (acceptor, until, digest) IN (
                SELECT acceptor, until, digest FROM replays
                WHERE acceptor = ? AND until < MIN(?, CAST(unixepoch('subsec') * 1000 AS INTEGER) - 60000)
                ORDER BY until LIMIT ?)
            """);

    private final String deleteReplays;

    Dialect(String deleteReplays) {
        this.deleteReplays = deleteReplays;
    }

    /**
     * Deletes replays of one acceptor that were over before a time, some of them, the oldest first. Nor may they last by
     * the database's own clock: a server whose clock is wrong shall not make another forget.
     */
    String deleteReplays() {
        return deleteReplays;
    }
}
