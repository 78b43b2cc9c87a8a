package hallpass.store;

import java.util.List;

/**
 * A table as it is carried from one database to another.
 *
 * @param order the columns of its key, in which its rows have one order everywhere
 */
record Table(String name, List<String> columns, List<String> order) {
    static final Table REPLAYS = of("replays", "acceptor until digest", "acceptor until digest");

    static Table of(String name, String columns, String order) {
        return new Table(name, List.of(columns.split(" ")), List.of(order.split(" ")));
    }

    String select() {
        return "SELECT " + String.join(", ", columns) + " FROM " + name + " ORDER BY " + String.join(", ", order);
    }

    String insert() {
        String values = String.join(", ", columns.stream().map(column -> "?").toList());
        return "INSERT INTO " + name + " (" + String.join(", ", columns) + ") VALUES (" + values + ")";
    }
}
