package hallpass.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import hallpass.store.GroupCommit.Turn;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** A database in a file. SQLite takes one writer at a time: those of this process come together in a {@link GroupCommit}. */
final class SqliteDatabase extends PooledDatabase {
    /** Reading a row takes microseconds, so that more connections than this would be idle. */
    private static final int CONNECTIONS = 4;

    private final Path file;
    private final HikariDataSource pool;
    private final GroupCommit writing = new GroupCommit(this::writeTogether);

    private SqliteDatabase(Path file, HikariDataSource pool) {
        super(pool::getConnection);
        this.file = file;
        this.pool = pool;
    }

    /** Opens a database that {@link NewFile} made, after a look at its file's mode, settings and schema. */
    static SqliteDatabase open(Path file, Schema schema, Place.Acceptance acceptance) throws RealmProblem {
        PrivateFiles.requirePrivate(file);
        SqliteDatabase database = new SqliteDatabase(file, pool(file, schema));
        try {
            SchemaCheck check = new SchemaCheck(file.toString(), schema, Dialect.SQLITE);
            database.<Optional<Void>, RealmProblem>read(handle -> {
                check.accept(handle);
                acceptance.check(handle);
                return Optional.empty();
            });
            return database;
        } catch (StoreException e) {
            database.close();
            throw new RealmProblem(e.sentence(), e);
        } catch (RealmProblem e) {
            database.close();
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
            throw new RealmProblem(StoreFault.sentence(file.toString(), e), StoreFault.cause(e));
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    <T, X extends Exception> T writeAlone(Work<T, X> work) throws X {
        return writing.run(work);
    }

    @Override
    <T, X extends Exception> T writeWithin(Handle transaction, Work<T, X> work) throws X {
        return undoneAlone(transaction, work);
    }

    @Override
    public <T, X extends Exception> T writeBeside(Work<T, X> work) throws X {
        return write(work);
    }

    /** One transaction for all: each work that fails is undone by itself, and a commit that fails fails them all. */
    private void writeTogether(List<Turn<?, ?>> turns) {
        try (Handle handle = jdbi.open()) {
            // A transaction that reads before it writes takes the lock at once; later it could only fail.
            execute(handle, "BEGIN IMMEDIATE");
            try {
                turns.forEach(turn -> perform(turn, handle));
                commit(handle);
            } catch (RuntimeException | Error e) {
                rollBack(handle, e);
                throw e;
            }
        } catch (JdbiException | StoreException e) {
            turns.forEach(turn -> turn.fail(failed(e)));
        } catch (RuntimeException | Error e) {
            turns.forEach(turn -> turn.fail(e));
        }
    }

    private void commit(Handle handle) {
        try {
            execute(handle, "COMMIT");
        } catch (StoreException e) {
            // What could be written and not synced is rolled back here, and yet a crash may bring it back.
            throw StoreFault.of(e) == StoreFault.BROKEN_DISK ? e.atItsEnd() : e;
        }
    }

    private void perform(Turn<?, ?> turn, Handle handle) {
        execute(handle, "SAVEPOINT turn");
        try {
            own.within(handle, turn::perform);
        } catch (JdbiException e) {
            turn.fail(failed(e));
        } catch (Throwable e) {
            turn.fail(e);
        }
        if (turn.failed()) {
            // After some errors SQLite has rolled everything back by itself: then there is no such savepoint, and all
            // fail.
            execute(handle, "ROLLBACK TO SAVEPOINT turn");
        }
        execute(handle, "RELEASE SAVEPOINT turn");
    }

    private void rollBack(Handle handle, Throwable failure) {
        try {
            execute(handle, "ROLLBACK");
        } catch (StoreException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    StoreException failed(Exception e) {
        return e instanceof StoreException known
                ? known
                : new StoreException(StoreFault.sentence(name(), e), StoreFault.cause(e));
    }

    @Override
    public void close() {
        pool.close();
    }
}
