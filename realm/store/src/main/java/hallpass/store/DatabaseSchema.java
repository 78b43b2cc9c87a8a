package hallpass.store;

import java.util.List;

/** The kinds of databases of a realm, each with its migrations and its tables. */
enum DatabaseSchema {
    PRINCIPALS(
            "principals",
            List.of("V1__principals", "V2__key_versions_and_replays"),
            TableDefinition.of("principals", "id name kind created_at removed_at", "id"),
            TableDefinition.of(
                    "principal_keys",
                    "principal_id version encryption salt sealed_key created_at retires_at",
                    "principal_id version"),
            TableDefinition.of("master_key_check", "id sealed", "id"),
            TableDefinition.REPLAYS),
    CERTIFICATES(
            "certificates",
            List.of("V1__certificates", "V2__reservations_crl_numbers_and_replays"),
            TableDefinition.of(
                    "certificates", "id serial subject der not_before not_after recorded_at revoked_at reason", "id"),
            TableDefinition.of("ledger_state", "id crl_number changes", "id"),
            TableDefinition.REPLAYS),
    NOTES(
            "notes",
            List.of("V1__notes", "V2__replays"),
            TableDefinition.of("notes", "id owner name text written_at", "id"),
            TableDefinition.REPLAYS),
    REPLAYS("replays", List.of("V1__replays"), TableDefinition.REPLAYS);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> sqliteScripts;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<TableDefinition> tables;

    DatabaseSchema(String title, List<String> sqliteScripts, TableDefinition... tables) {
        this.title = title;
        this.sqliteScripts = sqliteScripts;
        this.tables = List.of(tables);
    }

    /** The tables of the current version, each after the tables it refers to. */
    List<TableDefinition> tables() {
        return tables;
    }

    String title() {
        return title;
    }

    /** The version of the last migration, on both kinds of database servers. */
    String version() {
        return Integer.toString(sqliteScripts.size());
    }

    /**
     * The migrations for SQLite in order: names of files in {@link #migrations}, without ".sql".
     */
    List<String> sqliteScripts() {
        return sqliteScripts;
    }

    /** The folder of the migrations on the class path. */
    String migrations(Dialect dialect) {
        return "hallpass/store/" + dialect.migrationFolder() + "/" + title;
    }

    /** Flyway's table of applied migrations; its name identifies the kind of database. */
    String historyTable() {
        return title + "_history";
    }
}
