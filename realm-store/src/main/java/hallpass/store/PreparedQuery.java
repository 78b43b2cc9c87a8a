package hallpass.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * A query that is asked so often that it stays prepared on each connection: preparing it takes several times as long as
 * asking it.
 */
final class PreparedQuery {
    private final DataSource pool;
    private final String sql;

    /** By the driver's own connection, of which the pool has few and keeps each until it fails. */
    private final Map<Connection, PreparedStatement> prepared = new ConcurrentHashMap<>();

    PreparedQuery(DataSource pool, String sql) {
        this.pool = pool;
        this.sql = sql;
    }

    /** Makes something of one row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** The first row, if there is one, for the query's one parameter. */
    <T> Optional<T> first(String parameter, Row<T> mapper) throws SQLException {
        // Nobody else has this connection, nor what is prepared on it, until it goes back.
        try (Connection lent = pool.getConnection()) {
            Connection own = lent.unwrap(Connection.class);
            try {
                return first(statement(own), parameter, mapper);
            } catch (SQLException e) {
                forget(own, e);
                throw e;
            }
        }
    }

    private static <T> Optional<T> first(PreparedStatement statement, String parameter, Row<T> mapper)
            throws SQLException {
        statement.setString(1, parameter);
        // Closing the result ends the read transaction, so that the log can be folded into the database.
        try (ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(mapper.of(result)) : Optional.empty();
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with its connection
    private PreparedStatement statement(Connection connection) throws SQLException {
        PreparedStatement known = prepared.get(connection);
        if (known != null) {
            return known;
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        prepared.put(connection, statement);
        return statement;
    }

    private void forget(Connection connection, SQLException failure) {
        PreparedStatement failed = prepared.remove(connection);
        if (failed == null) {
            return;
        }
        try {
            failed.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
