package hallpass.store;

import hallpass.store.Database.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Statements that are executed so often that they stay prepared on each connection: preparing one takes several times as
 * long as executing it.
 */
final class Statements {
    /** By the driver's own connection, of which a pool has few and keeps each until it fails. */
    private final Map<Connection, Map<String, PreparedStatement>> prepared = new ConcurrentHashMap<>();

    /** The first row, if there is one, for a query's one parameter. */
    <T> Optional<T> first(Connection lent, String sql, String parameter, Row<T> mapper) throws SQLException {
        return with(lent, sql, statement -> {
            statement.setString(1, parameter);
            // Closing the result ends the read transaction, so that SQLite's log can be folded into the database.
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(mapper.of(result)) : Optional.empty();
            }
        });
    }

    /** How many rows it changed. */
    int execute(Connection lent, String sql, Object... parameters) throws SQLException {
        return with(lent, sql, statement -> {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        });
    }

    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(Connection lent, String sql, Use<T> use) throws SQLException {
        // Nobody else has this connection, nor what is prepared on it, until it goes back.
        Connection own = lent.unwrap(Connection.class);
        try {
            return use.of(statement(own, sql));
        } catch (SQLException e) {
            forget(own, sql, e);
            throw e;
        }
    }

    private PreparedStatement statement(Connection connection, String sql) throws SQLException {
        Map<String, PreparedStatement> known = prepared.computeIfAbsent(connection, fresh -> new ConcurrentHashMap<>());
        PreparedStatement statement = known.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            known.put(sql, statement);
        }
        return statement;
    }

    private void forget(Connection connection, String sql, SQLException failure) {
        try {
            Map<String, PreparedStatement> known = prepared.getOrDefault(connection, Map.of());
            PreparedStatement failed = known.get(sql);
            if (failed != null) {
                known.remove(sql);
                failed.close();
            }
            if (connection.isClosed()) {
                prepared.remove(connection);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
