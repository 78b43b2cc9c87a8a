package hallpass.store;

/** The databases that there are, each with its tables' migrations and the version that this program works with. */
enum Schema {
    PRINCIPALS("principals", "2"),
    CERTIFICATES("certificates", "2"),
    NOTES("notes", "2"),
    REPLAYS("replays", "1");

    private final String title;
    private final String version;

    Schema(String title, String version) {
        this.title = title;
        this.version = version;
    }

    /** What the database holds, in words. */
    String title() {
        return title;
    }

    /** The last migration in {@link #migrations}, for each kind of database. */
    String version() {
        return version;
    }

    /** A folder on the class path; the SQL differs from one kind of database to another. */
    String migrations(Dialect dialect) {
        return "hallpass/store/" + dialect.folder() + "/" + title;
    }

    /** Where the migrations that a database went through are recorded. Its name tells what kind of database it is. */
    String historyTable() {
        return title + "_history";
    }
}
