package hallpass.store;

import java.util.List;

/**
 * A table as it is carried from one database to another.
 *
 * @param keyColumns the columns of its key, in which its rows have one order everywhere
 */
record TableDefinition(String name, List<String> columns, List<String> keyColumns) {
    static final TableDefinition REPLAYS = of("replays", "acceptor until digest", "acceptor until digest");

    static TableDefinition of(String name, String columns, String keyColumns) {
        return new TableDefinition(name, List.of(columns.split(" ")), List.of(keyColumns.split(" ")));
    }

    String selectSql() {
        return "SELECT " + String.join(", ", columns) + " FROM " + name + " ORDER BY " + String.join(", ", keyColumns);
    }

    String insertSql() {
        String values = String.join(", ", columns.stream().map(column -> "?").toList());
        return "INSERT INTO " + name + " (" + String.join(", ", columns) + ") VALUES (" + values + ")";
    }
}
