package hallpass.store;

import hallpass.config.RealmException;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where one database is, or is to be. */
sealed interface DatabaseLocation
        permits DatabaseLocation.SqliteFile, DatabaseLocation.SqliteMemory, DatabaseLocation.PostgresSchema {
    /** What it is called in a sentence. */
    String name();

    /**
     * Opens it.
     *
     * @param verifier whether what is found there is the right one, besides its schema
     */
    Database open(DatabaseSchema schema, Verifier verifier) throws RealmException;

    /** Makes it: it is there, whole, when this returns. None that is there is touched. */
    void create(DatabaseSchema schema, InitialContent content) throws RealmException;

    /** Brings it to the newest version, or makes it if it is not there; says what was done, if anything was. */
    Optional<String> upgrade(DatabaseSchema schema) throws RealmException;

    /** Makes room for a new one: what is there is kept under another name. */
    void archiveExisting() throws RealmException;

    /** @throws RealmException if others have it open, as far as can be told */
    void requireUnused() throws RealmException;

    /** A look at a database before it is used. */
    interface Verifier {
        Verifier ACCEPT_ALL = handle -> {};

        void verify(Handle handle) throws RealmException;
    }

    /** What a new database holds from the start. */
    interface InitialContent {
        InitialContent EMPTY = database -> {};

        void write(Database database);
    }

    /** A file of its own. */
    record SqliteFile(Path file) implements DatabaseLocation {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public Database open(DatabaseSchema schema, Verifier verifier) throws RealmException {
            return SqliteDatabase.openFile(file, schema, verifier);
        }

        @Override
        public void create(DatabaseSchema schema, InitialContent content) throws RealmException {
            SqliteMigrator.create(file, schema, content);
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

    /** An SQLite database in the memory of this process, kept by an {@link InMemoryDatabases}. */
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
                throw new RealmException(e.description(), e);
            }
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

    /**
     * A schema of its own in a PostgreSQL database.
     *
     * @param schemaName the schema's name
     */
    record PostgresSchema(PostgresConnector server, String schemaName) implements DatabaseLocation {
        @Override
        public String name() {
            return server.name();
        }

        @Override
        public Database open(DatabaseSchema schema, Verifier verifier) throws RealmException {
            return PostgresDatabase.open(server, schemaName, schema, verifier);
        }

        @Override
        public void create(DatabaseSchema schema, InitialContent content) throws RealmException {
            PostgresMigrator.create(server, schemaName, schema, content);
        }

        @Override
        public Optional<String> upgrade(DatabaseSchema schema) throws RealmException {
            return PostgresMigrator.migrate(server, schemaName, schema)
                    ? Optional.of("Upgraded the " + schema.title() + " in " + name() + ".")
                    : Optional.empty();
        }

        /** {@link PostgresSchemaCreation} has seen to it. */
        @Override
        public void archiveExisting() {}

        @Override
        public void requireUnused() throws RealmException {
            PostgresSchemaCreation.requireUnused(server);
        }
    }
}
