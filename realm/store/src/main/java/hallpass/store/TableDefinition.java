package hallpass.store;

import java.util.List;

/**
 * The columns of a table, for copying it.
 *
 * @param keyColumns the primary key, which gives the rows the same order in every database
 */
record TableDefinition(String name, List<String> columns, List<String> keyColumns) {
    static final TableDefinition REPLAYS = of("replays", "acceptor until digest", "acceptor until digest");

    static TableDefinition of(String name, String columns, String keyColumns) {
        return new TableDefinition(name, List.of(columns.split(" ")), List.of(keyColumns.split(" ")));
    }

    String selectSql() {
        return "SELECT " + String.join(", ", columns) + " FROM " + name + " ORDER BY " + String.join(", ", keyColumns);
    }

    /** A query without rows, which fails if the table or a column is missing. */
    String emptySelectSql() {
        return "SELECT " + String.join(", ", columns) + " FROM " + name + " LIMIT 0";
    }

    String insertSql() {
        String values = String.join(", ", columns.stream().map(column -> "?").toList());
        return "INSERT INTO " + name + " (" + String.join(", ", columns) + ") VALUES (" + values + ")";
    }
}
