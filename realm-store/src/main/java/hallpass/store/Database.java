package hallpass.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;

/** An open database: reads from many threads, writes one after another, failures as a {@link StoreException}. */
final class Database implements AutoCloseable {
    /** Reading a row takes microseconds, so that more connections than this would be idle. */
    private static final int CONNECTIONS = 4;

    private final Path file;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    /**
     * SQLite takes one writer at a time, and lets the others look again after ever longer sleeps. Those of this process wait
     * here instead, in order, and hold no connection meanwhile that a reader needs.
     */
    private final ReentrantLock writing = new ReentrantLock(true);

    private Database(Path file, HikariDataSource pool, Jdbi jdbi) {
        this.file = file;
        this.pool = pool;
        this.jdbi = jdbi;
    }

    /** What is done with a connection. */
    interface Work<T, X extends Exception> {
        T on(Handle handle) throws X;
    }

    /** Opens a database that {@link NewDatabase} made, after a look at its file's mode, settings and schema. */
    static Database open(Path file, Schema schema) throws RealmProblem {
        PrivateFiles.requirePrivate(file);
        HikariDataSource pool = pool(file, schema);
        try {
            Jdbi jdbi = Jdbi.create(pool);
            // Otherwise its messages quote what is stored, and a log may show them.
            jdbi.getConfig(StatementExceptions.class).setMessageRendering(e -> String.valueOf(e.getShortMessage()));
            SchemaCheck check = new SchemaCheck(file, schema);
            jdbi.useHandle(check::accept);
            return new Database(file, pool, jdbi);
        } catch (JdbiException e) {
            pool.close();
            throw new RealmProblem(StoreFault.sentence(file, e), StoreFault.cause(e));
        } catch (RealmProblem e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource pool(Path file, Schema schema) throws RealmProblem {
        HikariConfig config = new HikariConfig();
        config.setPoolName(schema.title());
        config.setJdbcUrl(Sqlite.url(file));
        config.setDataSourceProperties(Sqlite.settings());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(Sqlite.PATIENCE.toMillis());
        // Nothing between us and a file makes a connection stale.
        config.setMaxLifetime(0);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new RealmProblem(StoreFault.sentence(file, e), StoreFault.cause(e));
        }
    }

    Path file() {
        return file;
    }

    /** For {@link #first}; made once and kept. */
    PreparedQuery prepare(String sql) {
        return new PreparedQuery(pool, sql);
    }

    /** Reads one row with a query that {@link #prepare} made. */
    <T> Optional<T> first(PreparedQuery query, String parameter, PreparedQuery.Row<T> mapper) {
        try {
            return query.first(parameter, mapper);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Reads, each statement by itself. */
    <T, X extends Exception> T read(Work<T, X> work) throws X {
        try {
            return jdbi.withHandle(work::on);
        } catch (JdbiException e) {
            throw failed(e);
        }
    }

    /** Writes in one transaction: on the disk as a whole when this returns, or not at all. */
    <T, X extends Exception> T write(Work<T, X> work) throws X {
        takeTurn();
        try {
            return jdbi.inTransaction(work::on);
        } catch (JdbiException e) {
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }

    private void takeTurn() {
        try {
            if (!writing.tryLock(Sqlite.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException(StoreFault.LOCKED.sentence(file, ""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Stopped before " + file + " was written.", e);
        }
    }

    private StoreException failed(Exception e) {
        return new StoreException(StoreFault.sentence(file, e), StoreFault.cause(e));
    }

    @Override
    public void close() {
        pool.close();
    }
}
