package hallpass.store;

import hallpass.config.RealmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** An open database. Safe for use by several threads. Throws {@link StoreException} on failure. */
interface Database extends AutoCloseable {
    /** Reads or writes on one connection. */
    interface Operation<T, X extends Exception> {
        T run(Handle handle) throws X;
    }

    /** Converts one row to an object. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The file name, or host, port and database: for messages. */
    String name();

    Dialect dialect();

    /** Reads outside a transaction, or in the transaction of the current thread if there is one. */
    <T, X extends Exception> T read(Operation<T, X> operation) throws X;

    /**
     * Runs an operation all of whose reads, also those of nested calls, see the same state of the
     * database.
     */
    <T, X extends Exception> T readSnapshot(Operation<T, X> operation) throws X;

    /** Reads the first row of a query with one parameter, using a cached prepared statement. */
    <T> Optional<T> queryFirst(String sql, String parameter, RowReader<T> mapper);

    /**
     * Writes in one transaction, serialised with all other writes. The transaction is durable when
     * this method returns. A nested call joins the transaction of the current thread; if it fails,
     * only its own changes are rolled back.
     */
    <T, X extends Exception> T write(Operation<T, X> operation) throws X;

    /**
     * Like {@link #write}, without serialisation: for writes that read only the rows they change.
     */
    <T, X extends Exception> T writeConcurrently(Operation<T, X> operation) throws X;

    /**
     * Executes a cached prepared statement on the connection of a transaction.
     *
     * @return the number of changed rows
     */
    int execute(Handle handle, String sql, Object... parameters);

    /** As in {@link Store}. */
    default void awaitAvailable(Consumer<String> onWaiting) throws InterruptedException, RealmException {}

    /** As in {@link Store}. */
    default Optional<String> outage() {
        return Optional.empty();
    }

    @Override
    void close();
}
