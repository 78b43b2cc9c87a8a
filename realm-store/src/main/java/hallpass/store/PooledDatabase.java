package hallpass.store;

import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;

/** What databases of all kinds do the same way: reading, and joining the transaction at hand. */
abstract sealed class PooledDatabase implements Database permits SqliteDatabase, PostgresDatabase {
    final Jdbi jdbi;
    final OwnTransaction own = new OwnTransaction();
    private final Statements statements = new Statements();

    PooledDatabase(ConnectionFactory pool) {
        jdbi = Jdbi.create(pool);
        // Otherwise its messages quote what is stored, and a log may show them.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(e -> String.valueOf(e.getShortMessage()));
    }

    /** What a failure of the database is to those who asked. */
    abstract StoreException failed(Exception e);

    /** Writes in a transaction that begins and ends here. */
    abstract <T, X extends Exception> T writeAlone(Work<T, X> work) throws X;

    /** Writes in the transaction at hand. */
    abstract <T, X extends Exception> T writeWithin(Handle transaction, Work<T, X> work) throws X;

    @Override
    public final <T, X extends Exception> T read(Work<T, X> work) throws X {
        try {
            Optional<Handle> joined = own.handle();
            return joined.isPresent() ? work.on(joined.get()) : jdbi.withHandle(work::on);
        } catch (JdbiException e) {
            throw failed(e);
        }
    }

    @Override
    public final <T> Optional<T> first(String sql, String parameter, Row<T> mapper) {
        return dialect().holds(parameter) ? read(handle -> first(handle, sql, parameter, mapper)) : Optional.empty();
    }

    final <T> Optional<T> first(Handle handle, String sql, String parameter, Row<T> mapper) {
        try {
            return statements.first(handle.getConnection(), sql, parameter, mapper);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public final int execute(Handle handle, String sql, Object... parameters) {
        try {
            return statements.execute(handle.getConnection(), sql, parameters);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public final <T, X extends Exception> T write(Work<T, X> work) throws X {
        Optional<Handle> joined = own.handle();
        return joined.isPresent() ? writeWithin(joined.get(), work) : writeAlone(work);
    }

    /** Within a transaction: if the work fails, the transaction is as it was before. */
    final <T, X extends Exception> T undoneAlone(Handle handle, Work<T, X> work) throws X {
        execute(handle, "SAVEPOINT work");
        boolean done = false;
        try {
            T result = work.on(handle);
            done = true;
            return result;
        } catch (JdbiException e) {
            throw failed(e);
        } finally {
            if (!done) {
                execute(handle, "ROLLBACK TO SAVEPOINT work");
            }
            execute(handle, "RELEASE SAVEPOINT work");
        }
    }
}
