package hallpass.store;

import hallpass.config.RealmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The location of one database, which may not exist yet. */
sealed interface DatabaseLocation
        permits DatabaseLocation.SqliteFile, DatabaseLocation.SqliteMemory, DatabaseLocation.PostgresSchema {
    /** The name of the database in messages. */
    String name();

    /** @param verifier checks the content, after settings and schema version were checked */
    Database open(DatabaseSchema schema, Verifier verifier) throws RealmException;

    /** Creates the database atomically. Fails if it exists. */
    void create(DatabaseSchema schema, InitialContent content) throws RealmException;

    /** Whether a database exists, and whether its schema is that of an older version. */
    enum Condition {
        MISSING,
        OLDER,
        CURRENT
    }

    Condition condition(DatabaseSchema schema) throws RealmException;

    /**
     * Upgrades an existing database to the current schema version.
     *
     * @return what was done, as a sentence; empty if there was nothing to do
     */
    Optional<String> upgrade(DatabaseSchema schema) throws RealmException;

    /** Renames an existing database, so that a new one can be created. */
    void archiveExisting() throws RealmException;

    /** @throws RealmException if another process is known to have the database open */
    void requireUnused() throws RealmException;

    /** Checks a database before it is used. */
    interface Verifier {
        Verifier ACCEPT_ALL = handle -> {};

        void verify(Handle handle) throws RealmException;
    }

    /** Checks, before each new connection, that the realm is still at its place. */
    interface RealmCheck {
        RealmCheck NONE = () -> {};

        void requireUnchanged() throws RealmException;
    }

    /** Writes the initial rows of a new database. */
    interface InitialContent {
        InitialContent EMPTY = database -> {};

        void write(Database database);
    }

    /** An SQLite file. */
    record SqliteFile(Path file, RealmCheck realm) implements DatabaseLocation {
        /** A file outside a realm. */
        SqliteFile(Path file) {
            this(file, RealmCheck.NONE);
        }

        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public Database open(DatabaseSchema schema, Verifier verifier) throws RealmException {
            return SqliteDatabase.openFile(file, schema, realm, verifier);
        }

        @Override
        public void create(DatabaseSchema schema, InitialContent content) throws RealmException {
            SqliteMigrator.create(file, schema, content);
        }

        @Override
        public Condition condition(DatabaseSchema schema) throws RealmException {
            if (Files.notExists(file)) {
                return Condition.MISSING;
            }
            return SchemaCheck.isOlder(file, schema) ? Condition.OLDER : Condition.CURRENT;
        }

        @Override
        public Optional<String> upgrade(DatabaseSchema schema) throws RealmException {
            return SqliteMigrator.upgrade(file, schema);
        }

        @Override
        public void archiveExisting() throws RealmException {
            SqliteFiles.archive(file);
        }

        @Override
        public void requireUnused() throws RealmException {
            SqliteFiles.requireUnused(file);
        }
    }

    /** An SQLite database in the memory of this process, owned by an {@link InMemoryDatabases}. */
    record SqliteMemory(String name) implements DatabaseLocation {
        @Override
        public Database open(DatabaseSchema schema, Verifier verifier) throws RealmException {
            return SqliteDatabase.openInMemory(name, schema, verifier);
        }

        @Override
        public void create(DatabaseSchema schema, InitialContent content) throws RealmException {
            InMemoryDatabases.createTables(name, schema);
            if (content == InitialContent.EMPTY) {
                return;
            }
            try (Database database = open(schema, Verifier.ACCEPT_ALL)) {
                content.write(database);
            } catch (StoreException e) {
                throw e.toRealmException();
            }
        }

        @Override
        public Condition condition(DatabaseSchema schema) {
            return Condition.CURRENT;
        }

        @Override
        public Optional<String> upgrade(DatabaseSchema schema) {
            return Optional.empty();
        }

        @Override
        public void archiveExisting() {}

        @Override
        public void requireUnused() {}
    }

    /** A schema in a PostgreSQL database. */
    record PostgresSchema(PostgresConnector server, String schemaName, RealmCheck realm) implements DatabaseLocation {
        /** A schema outside a realm. */
        PostgresSchema(PostgresConnector server, String schemaName) {
            this(server, schemaName, RealmCheck.NONE);
        }

        @Override
        public String name() {
            return server.name();
        }

        @Override
        public Database open(DatabaseSchema schema, Verifier verifier) throws RealmException {
            return PostgresDatabase.open(server, schemaName, schema, handle -> {
                realm.requireUnchanged();
                verifier.verify(handle);
            });
        }

        @Override
        public void create(DatabaseSchema schema, InitialContent content) throws RealmException {
            PostgresMigrator.create(server, schemaName, schema, content);
        }

        @Override
        public Condition condition(DatabaseSchema schema) throws RealmException {
            try (Handle handle = Jdbi.create(() -> server.connect(server.maintenanceProperties(schemaName)))
                    .open()) {
                return new SchemaCheck(name(), schema, Dialect.POSTGRESQL).condition(handle);
            } catch (JdbiException e) {
                throw StoreFault.realmException(name(), e);
            }
        }

        @Override
        public Optional<String> upgrade(DatabaseSchema schema) throws RealmException {
            return PostgresMigrator.migrate(server, schemaName, schema)
                    ? Optional.of("Upgraded the " + schema.title() + " in " + name() + ".")
                    : Optional.empty();
        }

        /** Done by {@link PostgresSchemaCreation}. */
        @Override
        public void archiveExisting() {}

        @Override
        public void requireUnused() throws RealmException {
            PostgresSchemaCreation.requireUnused(server);
        }
    }
}
