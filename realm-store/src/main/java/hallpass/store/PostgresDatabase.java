package hallpass.store;

import hallpass.realm.RealmProblem;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * A database of PostgreSQL's, in a schema of its own. Each transaction has its own connection: PostgreSQL itself lets
 * them share a sync of the disk.
 */
final class PostgresDatabase extends PooledDatabase {
    private static final int ATTEMPTS = 3;

    private final PostgresLine line;
    private final String name;
    private final String space;

    /** Writers of this process wait here in order, and hold no connection meanwhile that others need. */
    private final ReentrantLock writing = new ReentrantLock(true);

    private PostgresDatabase(PostgresLine line, String name, String space) {
        super(line::lend);
        this.line = line;
        this.name = name;
        this.space = space;
    }

    /** Opens a database that is there, or is waited for. */
    static PostgresDatabase open(Postgres server, String space, Schema schema, Place.Acceptance acceptance)
            throws RealmProblem {
        SchemaCheck check = new SchemaCheck(server.name(), schema, Dialect.POSTGRESQL);
        PostgresLine line = new PostgresLine(server, space, handle -> {
            check.accept(handle);
            acceptance.check(handle);
        });
        line.open();
        return new PostgresDatabase(line, server.name(), space);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public void await(Consumer<String> waiting) throws InterruptedException, RealmProblem {
        line.await(waiting);
    }

    @Override
    public Optional<String> trouble() {
        return line.trouble();
    }

    @Override
    <T, X extends Exception> T writeAlone(Work<T, X> work) throws X {
        takeTurn();
        try {
            return transact(handle -> {
                lock(handle);
                return work.on(handle);
            });
        } finally {
            writing.unlock();
        }
    }

    private void takeTurn() {
        try {
            if (!writing.tryLock(Postgres.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException(StoreFault.LOCKED.sentence(name, ""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Stopped before " + name + " was written.", e);
        }
    }

    @Override
    public <T, X extends Exception> T writeBeside(Work<T, X> work) throws X {
        Optional<Handle> joined = own.handle();
        return joined.isPresent() ? undoneAlone(joined.get(), work) : transact(work);
    }

    @Override
    <T, X extends Exception> T writeWithin(Handle transaction, Work<T, X> work) throws X {
        return undoneAlone(transaction, handle -> {
            lock(handle);
            return work.on(handle);
        });
    }

    /** Until the end of the transaction: no two of them see the same greatest id, or the same version of a key. */
    private void lock(Handle handle) {
        first(handle, "SELECT pg_advisory_xact_lock(hashtext(?))", space, row -> true);
    }

    private <T, X extends Exception> T transact(Work<T, X> work) throws X {
        for (int attempt = 1; ; attempt++) {
            AtomicBoolean toCommit = new AtomicBoolean();
            try {
                return jdbi.inTransaction(handle -> {
                    T result = own.within(handle, work);
                    toCommit.set(true);
                    return result;
                });
            } catch (JdbiException | StoreException e) {
                StoreFault fault = StoreFault.of(e);
                // Two that waited for each other: the database has undone one of them.
                if (attempt == ATTEMPTS || fault != StoreFault.UNDONE) {
                    // The commit went out, and no answer came.
                    throw toCommit.get() && fault == StoreFault.UNREACHABLE
                            ? failed(e).atItsEnd()
                            : failed(e);
                }
            }
        }
    }

    @Override
    StoreException failed(Exception e) {
        return line.failed(e);
    }

    @Override
    public void close() {
        line.close();
    }
}
