package hallpass.store;

import hallpass.store.Database.RowReader;
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
final class PreparedStatementCache {
    /** By the driver's own connection, of which a pool has few and keeps each until it fails. */
    private final Map<Connection, Map<String, PreparedStatement>> statementsByConnection = new ConcurrentHashMap<>();

    /** The first row, if there is one, for a query's one parameter. */
    <T> Optional<T> queryFirst(Connection borrowed, String sql, String parameter, RowReader<T> mapper)
            throws SQLException {
        return withStatement(borrowed, sql, statement -> {
            statement.setString(1, parameter);
            // Closing the result ends the read transaction, so that SQLite's log can be folded into the database.
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(mapper.read(result)) : Optional.empty();
            }
        });
    }

    /** How many rows it changed. */
    int execute(Connection borrowed, String sql, Object... parameters) throws SQLException {
        return withStatement(borrowed, sql, statement -> {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        });
    }

    private interface StatementAction<T> {
        T apply(PreparedStatement statement) throws SQLException;
    }

    private <T> T withStatement(Connection borrowed, String sql, StatementAction<T> action) throws SQLException {
        // Nobody else has this connection, nor what is prepared on it, until it goes back.
        Connection driverConnection = borrowed.unwrap(Connection.class);
        try {
            return action.apply(statement(driverConnection, sql));
        } catch (SQLException e) {
            evict(driverConnection, sql, e);
            throw e;
        }
    }

    private PreparedStatement statement(Connection connection, String sql) throws SQLException {
        Map<String, PreparedStatement> known =
                statementsByConnection.computeIfAbsent(connection, fresh -> new ConcurrentHashMap<>());
        PreparedStatement statement = known.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            known.put(sql, statement);
        }
        return statement;
    }

    private void evict(Connection connection, String sql, SQLException failure) {
        try {
            Map<String, PreparedStatement> known = statementsByConnection.getOrDefault(connection, Map.of());
            PreparedStatement failed = known.get(sql);
            if (failed != null) {
                known.remove(sql);
                failed.close();
            }
            if (connection.isClosed()) {
                statementsByConnection.remove(connection);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
