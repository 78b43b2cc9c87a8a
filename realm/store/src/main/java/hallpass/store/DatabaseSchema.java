package hallpass.store;

import java.util.List;

/** The databases that there are, each with its tables' migrations and the version that this program works with. */
enum DatabaseSchema {
    PRINCIPALS(
            "principals",
            "2",
            TableDefinition.of("principals", "id name kind created_at removed_at", "id"),
            TableDefinition.of(
                    "principal_keys",
                    "principal_id version encryption salt sealed_key created_at retires_at",
                    "principal_id version"),
            TableDefinition.of("master_key_check", "id sealed", "id"),
            TableDefinition.REPLAYS),
    CERTIFICATES(
            "certificates",
            "2",
            TableDefinition.of(
                    "certificates", "id serial subject der not_before not_after recorded_at revoked_at reason", "id"),
            TableDefinition.of("ledger_state", "id crl_number changes", "id"),
            TableDefinition.REPLAYS),
    NOTES("notes", "2", TableDefinition.of("notes", "id owner name text written_at", "id"), TableDefinition.REPLAYS),
    REPLAYS("replays", "1", TableDefinition.REPLAYS);

    private final String title;
    private final String version;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<TableDefinition> tables;

    DatabaseSchema(String title, String version, TableDefinition... tables) {
        this.title = title;
        this.version = version;
        this.tables = List.of(tables);
    }

    /** Of the last version, each after those that it refers to. */
    List<TableDefinition> tables() {
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
        return "hallpass/store/" + dialect.migrationFolder() + "/" + title;
    }

    /** Where the migrations that a database went through are recorded. Its name tells what kind of database it is. */
    String historyTable() {
        return title + "_history";
    }
}
