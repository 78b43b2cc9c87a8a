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
 * Prepared statements per connection, for frequent statements: preparing one takes several times as
 * long as executing it.
 */
final class PreparedStatementCache {
    /** Keyed by the driver's connection, which the pool keeps until it fails. */
    private final Map<Connection, Map<String, PreparedStatement>> statementsByConnection = new ConcurrentHashMap<>();

    <T> Optional<T> queryFirst(Connection borrowed, String sql, String parameter, RowReader<T> mapper)
            throws SQLException {
        return withStatement(borrowed, sql, statement -> {
            statement.setString(1, parameter);
            // Closing the result ends the read transaction, so that SQLite can checkpoint its log.
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(mapper.read(result)) : Optional.empty();
            }
        });
    }

    /** Returns the number of changed rows. */
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
        // The borrower is the only user of this connection and its statements.
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
