package hallpass.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.store.GroupCommit.PendingWrite;
import hallpass.trace.PrintableText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * An SQLite database. SQLite allows one writer at a time, so that the writers of this process share
 * transactions through a {@link GroupCommit}.
 */
final class SqliteDatabase extends PooledDatabase {
    /** Few, because reading a row takes microseconds. */
    private static final int MAX_CONNECTIONS = 4;

    private final String name;
    private final Optional<Path> file;
    private final Optional<SqliteCopy> copy;
    private final HikariDataSource pool;
    private final GroupCommit groupCommit = new GroupCommit(this::writeBatch);

    private SqliteDatabase(String name, Optional<Path> file, HikariDataSource pool) {
        this(name, file, Optional.empty(), pool);
    }

    private SqliteDatabase(String name, Optional<Path> file, Optional<SqliteCopy> copy, HikariDataSource pool) {
        super(pool::getConnection);
        this.name = name;
        this.file = file;
        this.copy = copy;
        this.pool = pool;
    }

    /**
     * Opens a database that {@link SqliteMigrator} created, after verifying the mode of its file,
     * its settings and its schema version.
     */
    static SqliteDatabase openFile(
            Path file, DatabaseSchema schema, DatabaseLocation.RealmCheck realm, DatabaseLocation.Verifier verifier)
            throws RealmException {
        realm.requireUnchanged();
        SqliteFiles.requirePresent(file, schema);
        if (SqliteFiles.isOnReadOnlyFileSystem(file)) {
            return openCopy(file, schema, verifier);
        }
        PrivateFiles.requirePrivate(file);
        SqliteEpoch.verifyOrRenew(file, schema);
        SchemaCheck check = new SchemaCheck(file.toString(), schema, Dialect.SQLITE);
        HikariConfig config = poolConfig(schema);
        config.setDataSource(new SqliteFileSource(file, realm));
        return open(
                new SqliteDatabase(file.toString(), Optional.of(file), newPool(file.toString(), config)),
                check::verify,
                verifier);
    }

    /**
     * Opens a copy for reading. SQLite cannot read a database in WAL mode where it cannot write the
     * files beside it.
     */
    private static SqliteDatabase openCopy(Path file, DatabaseSchema schema, DatabaseLocation.Verifier verifier)
            throws RealmException {
        SqliteEpoch.verify(file);
        SqliteCopy copy = SqliteCopy.of(file);
        try {
            SchemaCheck check = new SchemaCheck(file.toString(), schema, Dialect.SQLITE);
            HikariConfig config = poolConfig(schema);
            config.setDataSource(new SqliteFileSource(copy.file(), DatabaseLocation.RealmCheck.NONE));
            // Without a file, because its outage is known.
            return open(
                    new SqliteDatabase(
                            file.toString(), Optional.empty(), Optional.of(copy), newPool(file.toString(), config)),
                    check::verify,
                    verifier);
        } catch (RealmException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    static SqliteDatabase openInMemory(String name, DatabaseSchema schema, DatabaseLocation.Verifier verifier)
            throws RealmException {
        SchemaCheck check = new SchemaCheck(name, schema, Dialect.SQLITE);
        HikariConfig config = poolConfig(schema);
        config.setJdbcUrl(SqliteSettings.memoryUrl(name));
        config.setDataSourceProperties(SqliteSettings.memoryProperties());
        config.setMinimumIdle(1);
        return open(new SqliteDatabase(name, Optional.empty(), newPool(name, config)), check::verifyVersion, verifier);
    }

    private static HikariConfig poolConfig(DatabaseSchema schema) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(schema.title());
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setConnectionTimeout(SqliteSettings.BUSY_TIMEOUT.toMillis());
        // A local connection never becomes stale.
        config.setMaxLifetime(0);
        return config;
    }

    private static SqliteDatabase open(
            SqliteDatabase database, DatabaseLocation.Verifier check, DatabaseLocation.Verifier verifier)
            throws RealmException {
        try {
            database.<Optional<Void>, RealmException>read(handle -> {
                check.verify(handle);
                verifier.verify(handle);
                return Optional.empty();
            });
            return database;
        } catch (StoreException e) {
            database.close();
            throw e.toRealmException();
        } catch (RealmException e) {
            database.close();
            throw e;
        }
    }

    private static HikariDataSource newPool(String name, HikariConfig config) throws RealmException {
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw StoreFault.realmException(name, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** A file that was removed, or that now belongs to another user. */
    @Override
    public Optional<String> outage() {
        return file.filter(path -> !Files.isWritable(path))
                .map(path -> (Files.exists(path) ? "cannot write its store " : "lost its store ")
                        + PrintableText.escape(path.toString()));
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    <T, X extends Exception> T writeInNewTransaction(Operation<T, X> operation) throws X {
        if (copy.isPresent()) {
            throw new StoreException(
                    RealmError.READ_ONLY_FILE_SYSTEM,
                    name,
                    "The database " + PrintableText.escape(name) + " cannot be written: the file system is read-only.");
        }
        return groupCommit.run(operation);
    }

    @Override
    <T, X extends Exception> T writeInOpenTransaction(Handle transaction, Operation<T, X> operation) throws X {
        return withSavepoint(transaction, operation);
    }

    @Override
    public <T, X extends Exception> T writeConcurrently(Operation<T, X> operation) throws X {
        return write(operation);
    }

    /**
     * Runs all writes in one transaction. A write that fails is rolled back alone; a failed commit
     * fails all of them.
     */
    private void writeBatch(List<PendingWrite<?, ?>> writes) {
        try (Handle handle = jdbi.open()) {
            // Takes the lock at the start: upgrading a read transaction later can only fail.
            execute(handle, "BEGIN IMMEDIATE");
            try {
                writes.forEach(write -> runInSavepoint(write, handle));
                commit(handle);
            } catch (RuntimeException | Error e) {
                rollBack(handle, e);
                throw e;
            }
        } catch (JdbiException | StoreException e) {
            writes.forEach(write -> write.fail(toStoreException(e)));
        } catch (RuntimeException | Error e) {
            writes.forEach(write -> write.fail(e));
        }
    }

    private void commit(Handle handle) {
        try {
            execute(handle, "COMMIT");
        } catch (StoreException e) {
            // A write that reached the file, but not the disk, may reappear after a crash.
            throw StoreFault.of(e) == StoreFault.DISK_ERROR ? e.withUnknownOutcome() : e;
        }
    }

    private void runInSavepoint(PendingWrite<?, ?> write, Handle handle) {
        execute(handle, "SAVEPOINT pending_write");
        try {
            currentTransaction.runWithin(handle, write::run);
        } catch (JdbiException e) {
            write.fail(toStoreException(e));
        } catch (Throwable e) {
            write.fail(e);
        }
        if (write.hasFailed()) {
            // After some errors SQLite rolls back the whole transaction. The savepoint is then
            // gone, this statement fails, and so do all writes.
            execute(handle, "ROLLBACK TO SAVEPOINT pending_write");
        }
        execute(handle, "RELEASE SAVEPOINT pending_write");
    }

    private void rollBack(Handle handle, Throwable failure) {
        try {
            execute(handle, "ROLLBACK");
        } catch (StoreException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    StoreException toStoreException(Exception e) {
        return e instanceof StoreException known ? known : StoreFault.storeException(name, e);
    }

    @Override
    public void close() {
        pool.close();
        copy.ifPresent(SqliteCopy::close);
    }
}
