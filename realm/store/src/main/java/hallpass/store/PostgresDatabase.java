package hallpass.store;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * A schema in a PostgreSQL database. Each transaction has its own connection: PostgreSQL groups
 * commits itself.
 */
final class PostgresDatabase extends PooledDatabase {
    private static final int MAX_ATTEMPTS = 3;

    private final PostgresPool pool;
    private final String name;
    private final String schemaName;

    /** Serialises the writers of this process, so that waiting writers occupy no connection. */
    private final ReentrantLock writeLock = new ReentrantLock(true);

    private PostgresDatabase(PostgresPool pool, String name, String schemaName) {
        super(pool::borrow);
        this.pool = pool;
        this.name = name;
        this.schemaName = schemaName;
    }

    /** Opens a database. An unreachable server is not an error: see {@link #awaitAvailable}. */
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
                throw StoreFault.LOCKED.storeException(name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException(RealmError.INTERRUPTED, name, "Interrupted before " + name + " was written.", e);
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

    /**
     * Serialises writers of all processes until the end of the transaction, so that no two of them
     * allocate the same id or replace the same key version.
     */
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
                // After a deadlock or serialisation failure the transaction can be repeated.
                if (attempt == MAX_ATTEMPTS || fault != StoreFault.CONFLICT) {
                    // The commit was sent, but not confirmed.
                    throw committing.get() && fault.isOutage()
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
