package hallpass.store;

import hallpass.realm.RealmProblem;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where one database is, or is to be. */
sealed interface Place permits Place.InFile, Place.InPostgres {
    /** What it is called in a sentence. */
    String name();

    /**
     * Opens it.
     *
     * @param acceptance whether what is found there is the right one, besides its schema
     */
    Database open(Schema schema, Acceptance acceptance) throws RealmProblem;

    /** Makes it: it is there, whole, when this returns. None that is there is touched. */
    void make(Schema schema, FirstContent content) throws RealmProblem;

    /** Brings it to the newest version, or makes it if it is not there; says what was done, if anything was. */
    Optional<String> upgrade(Schema schema) throws RealmProblem;

    /** Makes room for a new one: what is there is kept under another name. */
    void clear() throws RealmProblem;

    /** @throws RealmProblem if others have it open, as far as can be told */
    void requireUnused() throws RealmProblem;

    /** A look at a database before it is used. */
    interface Acceptance {
        Acceptance OF_ANY = handle -> {};

        void check(Handle handle) throws RealmProblem;
    }

    /** What a new database holds from the start. */
    interface FirstContent {
        FirstContent NONE = database -> {};

        void write(Database database);
    }

    /** A file of its own. */
    record InFile(Path file) implements Place {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public Database open(Schema schema, Acceptance acceptance) throws RealmProblem {
            return SqliteDatabase.open(file, schema, acceptance);
        }

        @Override
        public void make(Schema schema, FirstContent content) throws RealmProblem {
            NewFile.make(file, schema, content);
        }

        @Override
        public Optional<String> upgrade(Schema schema) throws RealmProblem {
            return NewFile.upgrade(file, schema);
        }

        @Override
        public void clear() throws RealmProblem {
            OldFile.setAside(file);
        }

        @Override
        public void requireUnused() throws RealmProblem {
            OldFile.requireUnused(file);
        }
    }

    /**
     * A schema of its own in a PostgreSQL database.
     *
     * @param space the schema's name
     */
    record InPostgres(Postgres server, String space) implements Place {
        @Override
        public String name() {
            return server.name();
        }

        @Override
        public Database open(Schema schema, Acceptance acceptance) throws RealmProblem {
            return PostgresDatabase.open(server, space, schema, acceptance);
        }

        @Override
        public void make(Schema schema, FirstContent content) throws RealmProblem {
            NewSpace.make(server, space, schema, content);
        }

        @Override
        public Optional<String> upgrade(Schema schema) throws RealmProblem {
            return NewSpace.migrate(server, space, schema)
                    ? Optional.of("Upgraded the " + schema.title() + " in " + name() + ".")
                    : Optional.empty();
        }

        /** {@link UnfinishedSpaces} has seen to it. */
        @Override
        public void clear() {}

        @Override
        public void requireUnused() throws RealmProblem {
            UnfinishedSpaces.requireUnused(server);
        }
    }
}
