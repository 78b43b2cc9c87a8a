package hallpass.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;

/** The part that is common to both kinds of databases: reading and nested transactions. */
abstract sealed class PooledDatabase implements Database permits SqliteDatabase, PostgresDatabase {
    final Jdbi jdbi;
    final CurrentTransaction currentTransaction = new CurrentTransaction();
    private final PreparedStatementCache preparedStatements = new PreparedStatementCache();

    PooledDatabase(ConnectionFactory pool) {
        jdbi = Jdbi.create(pool);
        // By default, Jdbi quotes the arguments of a statement in its messages.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(e -> String.valueOf(e.getShortMessage()));
    }

    abstract StoreException toStoreException(Exception e);

    abstract <T, X extends Exception> T writeInNewTransaction(Operation<T, X> operation) throws X;

    abstract <T, X extends Exception> T writeInOpenTransaction(Handle transaction, Operation<T, X> operation) throws X;

    @Override
    public final <T, X extends Exception> T read(Operation<T, X> operation) throws X {
        try {
            Optional<Handle> joined = currentTransaction.handle();
            return joined.isPresent() ? operation.run(joined.get()) : jdbi.withHandle(operation::run);
        } catch (JdbiException e) {
            throw toStoreException(e);
        }
    }

    @Override
    public final <T, X extends Exception> T readSnapshot(Operation<T, X> operation) throws X {
        try {
            return jdbi.<T, X>withHandle(handle -> {
                setSnapshot(handle.getConnection(), true);
                try {
                    return currentTransaction.<T, X>runWithin(handle, operation);
                } finally {
                    setSnapshot(handle.getConnection(), false);
                }
            });
        } catch (JdbiException e) {
            throw toStoreException(e);
        }
    }

    private void setSnapshot(Connection connection, boolean on) {
        try {
            if (on && dialect() == Dialect.POSTGRESQL) {
                // On SQLite, every transaction reads one state.
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            if (!on) {
                connection.rollback();
            }
            connection.setAutoCommit(!on);
        } catch (SQLException e) {
            throw toStoreException(e);
        }
    }

    @Override
    public final <T> Optional<T> queryFirst(String sql, String parameter, RowReader<T> mapper) {
        return dialect().canStore(parameter)
                ? read(handle -> queryFirst(handle, sql, parameter, mapper))
                : Optional.empty();
    }

    final <T> Optional<T> queryFirst(Handle handle, String sql, String parameter, RowReader<T> mapper) {
        try {
            return preparedStatements.queryFirst(handle.getConnection(), sql, parameter, mapper);
        } catch (SQLException e) {
            throw toStoreException(e);
        }
    }

    @Override
    public final int execute(Handle handle, String sql, Object... parameters) {
        try {
            return preparedStatements.execute(handle.getConnection(), sql, parameters);
        } catch (SQLException e) {
            throw toStoreException(e);
        }
    }

    @Override
    public final <T, X extends Exception> T write(Operation<T, X> operation) throws X {
        Optional<Handle> joined = currentTransaction.handle();
        return joined.isPresent() ? writeInOpenTransaction(joined.get(), operation) : writeInNewTransaction(operation);
    }

    /** If the operation fails, only its own changes are rolled back. */
    final <T, X extends Exception> T withSavepoint(Handle handle, Operation<T, X> operation) throws X {
        execute(handle, "SAVEPOINT nested_write");
        boolean done = false;
        try {
            T result = operation.run(handle);
            done = true;
            return result;
        } catch (JdbiException e) {
            throw toStoreException(e);
        } finally {
            if (!done) {
                execute(handle, "ROLLBACK TO SAVEPOINT nested_write");
            }
            execute(handle, "RELEASE SAVEPOINT nested_write");
        }
    }
}
