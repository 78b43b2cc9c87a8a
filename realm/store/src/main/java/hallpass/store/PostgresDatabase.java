package hallpass.store;

import hallpass.config.RealmException;
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
    private static final int MAX_ATTEMPTS = 3;

    private final PostgresPool pool;
    private final String name;
    private final String schemaName;

    /** Writers of this process wait here in order, and hold no connection meanwhile that others need. */
    private final ReentrantLock writeLock = new ReentrantLock(true);

    private PostgresDatabase(PostgresPool pool, String name, String schemaName) {
        super(pool::borrow);
        this.pool = pool;
        this.name = name;
        this.schemaName = schemaName;
    }

    /** Opens a database that is there, or is waited for. */
    static PostgresDatabase open(
            PostgresConnector server, String schemaName, DatabaseSchema schema, DatabaseLocation.Verifier verifier)
            throws RealmException {
        SchemaCheck check = new SchemaCheck(server.name(), schema, Dialect.POSTGRESQL);
        PostgresPool pool = new PostgresPool(server, schemaName, handle -> {
            check.verify(handle);
            verifier.verify(handle);
        });
        pool.connectOrRetry();
        return new PostgresDatabase(pool, server.name(), schemaName);
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
    public void awaitAvailable(Consumer<String> onWaiting) throws InterruptedException, RealmException {
        pool.awaitAvailable(onWaiting);
    }

    @Override
    public Optional<String> outage() {
        return pool.outage();
    }

    @Override
    <T, X extends Exception> T writeInNewTransaction(Operation<T, X> operation) throws X {
        acquireWriteLock();
        try {
            return runInTransaction(handle -> {
                acquireAdvisoryLock(handle);
                return operation.run(handle);
            });
        } finally {
            writeLock.unlock();
        }
    }

    private void acquireWriteLock() {
        try {
            if (!writeLock.tryLock(PostgresConnector.REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException(StoreFault.LOCKED.describe(name, ""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Stopped before " + name + " was written.", e);
        }
    }

    @Override
    public <T, X extends Exception> T writeConcurrently(Operation<T, X> operation) throws X {
        Optional<Handle> joined = currentTransaction.handle();
        return joined.isPresent() ? withSavepoint(joined.get(), operation) : runInTransaction(operation);
    }

    @Override
    <T, X extends Exception> T writeInOpenTransaction(Handle transaction, Operation<T, X> operation) throws X {
        return withSavepoint(transaction, handle -> {
            acquireAdvisoryLock(handle);
            return operation.run(handle);
        });
    }

    /** Until the end of the transaction: no two of them see the same greatest id, or the same version of a key. */
    private void acquireAdvisoryLock(Handle handle) {
        queryFirst(handle, "SELECT pg_advisory_xact_lock(hashtext(?))", schemaName, row -> true);
    }

    private <T, X extends Exception> T runInTransaction(Operation<T, X> operation) throws X {
        for (int attempt = 1; ; attempt++) {
            AtomicBoolean committing = new AtomicBoolean();
            try {
                return jdbi.inTransaction(handle -> {
                    T result = currentTransaction.runWithin(handle, operation);
                    committing.set(true);
                    return result;
                });
            } catch (JdbiException | StoreException e) {
                StoreFault fault = StoreFault.of(e);
                // Two that waited for each other: the database has undone one of them.
                if (attempt == MAX_ATTEMPTS || fault != StoreFault.CONFLICT) {
                    // The commit went out, and no answer came.
                    throw committing.get() && fault == StoreFault.UNREACHABLE
                            ? toStoreException(e).withUnknownOutcome()
                            : toStoreException(e);
                }
            }
        }
    }

    @Override
    StoreException toStoreException(Exception e) {
        return pool.toStoreException(e);
    }

    @Override
    public void close() {
        pool.close();
    }
}
