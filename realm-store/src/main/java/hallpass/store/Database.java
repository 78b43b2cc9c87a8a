package hallpass.store;

import hallpass.realm.RealmProblem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** An open database: reads and writes from many threads, failures as a {@link StoreException}. */
interface Database extends AutoCloseable {
    /** What is done with a connection. */
    interface Work<T, X extends Exception> {
        T on(Handle handle) throws X;
    }

    /** Makes something of one row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** What it is called in a sentence. */
    String name();

    Dialect dialect();

    /** Reads, each statement by itself; within a write of the same thread, what that has written so far. */
    <T, X extends Exception> T read(Work<T, X> work) throws X;

    /**
     * Reads the first row, if there is one, of a query with one parameter that is asked so often that it stays prepared on
     * each connection: preparing it takes several times as long as asking it.
     */
    <T> Optional<T> first(String sql, String parameter, Row<T> mapper);

    /**
     * Writes in one transaction, one write after another whoever else writes: on the disk as a whole when this returns, or
     * not at all. Within a write of the same thread it is a part of that one, and undone alone if it fails alone.
     */
    <T, X extends Exception> T write(Work<T, X> work) throws X;

    /** As {@link #write}, but beside others': for work that looks at nothing but what it changes itself. */
    <T, X extends Exception> T writeBeside(Work<T, X> work) throws X;

    /** Executes a statement that stays prepared, with a connection that {@link #write} lent. */
    int execute(Handle handle, String sql, Object... parameters);

    /**
     * Returns when it can be used. A file can be at once, or is a problem; a server may come later.
     *
     * @param waiting is told what is waited for meanwhile
     */
    default void await(Consumer<String> waiting) throws InterruptedException, RealmProblem {}

    /** What is waited for at this moment, if it cannot be used. */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    void close();
}
