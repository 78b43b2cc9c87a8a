package hallpass.store;

import hallpass.config.RealmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** An open database: reads and writes from many threads, failures as a {@link StoreException}. */
interface Database extends AutoCloseable {
    /** What is done with a connection. */
    interface Operation<T, X extends Exception> {
        T run(Handle handle) throws X;
    }

    /** Makes something of one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What it is called in a sentence. */
    String name();

    Dialect dialect();

    /** Reads, each statement by itself; within a write of the same thread, what that has written so far. */
    <T, X extends Exception> T read(Operation<T, X> operation) throws X;

    /**
     * Reads the first row, if there is one, of a query with one parameter that is asked so often that it stays prepared on
     * each connection: preparing it takes several times as long as asking it.
     */
    <T> Optional<T> queryFirst(String sql, String parameter, RowReader<T> mapper);

    /**
     * Writes in one transaction, one write after another whoever else writes: on the disk as a whole when this returns, or
     * not at all. Within a write of the same thread it is a part of that one, and undone alone if it fails alone.
     */
    <T, X extends Exception> T write(Operation<T, X> operation) throws X;

    /** As {@link #write}, but beside others': for work that looks at nothing but what it changes itself. */
    <T, X extends Exception> T writeConcurrently(Operation<T, X> operation) throws X;

    /** Executes a statement that stays prepared, with a connection that {@link #write} lent. */
    int execute(Handle handle, String sql, Object... parameters);

    /**
     * Returns when it can be used. A file can be at once, or is a problem; a server may come later.
     *
     * @param onWaiting is told what is waited for meanwhile
     */
    default void awaitAvailable(Consumer<String> onWaiting) throws InterruptedException, RealmException {}

    /** What is waited for at this moment, if it cannot be used. */
    default Optional<String> outage() {
        return Optional.empty();
    }

    @Override
    void close();
}
