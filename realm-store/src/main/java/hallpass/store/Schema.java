package hallpass.store;

import java.util.List;

/** The databases that there are, each with its tables' migrations and the version that this program works with. */
enum Schema {
    PRINCIPALS(
            "principals",
            "2",
            Table.of("principals", "id name kind created_at removed_at", "id"),
            Table.of(
                    "principal_keys",
                    "principal_id version encryption salt sealed_key created_at retires_at",
                    "principal_id version"),
            Table.of("master_key_check", "id sealed", "id"),
            Table.REPLAYS),
    CERTIFICATES(
            "certificates",
            "2",
            Table.of("certificates", "id serial subject der not_before not_after recorded_at revoked_at reason", "id"),
            Table.of("ledger_state", "id crl_number changes", "id"),
            Table.REPLAYS),
    NOTES("notes", "2", Table.of("notes", "id owner name text written_at", "id"), Table.REPLAYS),
    REPLAYS("replays", "1", Table.REPLAYS);

    private final String title;
    private final String version;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Table> tables;

    Schema(String title, String version, Table... tables) {
        this.title = title;
        this.version = version;
        this.tables = List.of(tables);
    }

    /** Of the last version, each after those that it refers to. */
    List<Table> tables() {
        return tables;
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
