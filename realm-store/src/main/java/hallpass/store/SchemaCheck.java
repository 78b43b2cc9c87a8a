package hallpass.store;

import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Whether a database is the one that this program works with. Two quick queries, where Flyway would take a second. */
record SchemaCheck(String database, Schema schema, Dialect dialect) {
    /** Whether the database in a file is of an older version. */
    static boolean isOlder(Path file, Schema schema) throws RealmProblem {
        SchemaCheck check = new SchemaCheck(file.toString(), schema, Dialect.SQLITE);
        try (Handle handle = Jdbi.create(Sqlite.url(file), Sqlite.settings()).open()) {
            return check.difference(check.version(handle)) < 0;
        } catch (JdbiException e) {
            throw new RealmProblem(StoreFault.sentence(file.toString(), e), StoreFault.cause(e));
        }
    }

    private int difference(String found) {
        return Integer.compare(Integer.parseInt(found), Integer.parseInt(schema.version()));
    }

    void accept(Handle handle) throws RealmProblem {
        requireSettings(handle);
        String found = version(handle);
        int difference = difference(found);
        if (difference != 0) {
            String age = difference > 0 ? "a newer" : "an older";
            String advice = difference > 0
                    ? "Use that version, or make a new realm with: hallpass realm init"
                    : "Stop the realm's servers, and type: hallpass realm upgrade";
            throw new RealmProblem(shown() + " was made by " + age + " version of Hallpass (schema " + found
                    + ", and this one works with " + schema.version() + "). " + advice);
        }
    }

    private void requireSettings(Handle handle) throws RealmProblem {
        String found =
                handle.createQuery(dialect.askSettings()).mapTo(String.class).one();
        if (!found.equals(dialect.expectedSettings())) {
            throw new RealmProblem(shown() + " cannot be used safely: its settings are " + found + " and must be "
                    + dialect.expectedSettings() + ". " + dialect.settingsAdvice());
        }
    }

    private String version(Handle handle) throws RealmProblem {
        try {
            Optional<String> found = handle.createQuery("SELECT version FROM " + schema.historyTable()
                            + " WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1")
                    .mapTo(String.class)
                    .findOne();
            return found.orElseThrow(this::another);
        } catch (JdbiException e) {
            if (StoreFault.of(e) == StoreFault.OTHER) {
                throw another();
            }
            throw e;
        }
    }

    private RealmProblem another() {
        return new RealmProblem(shown() + " is a database, but none of Hallpass's " + schema.title()
                + ". Put the right file there, or make a new realm with: hallpass realm init");
    }

    private String shown() {
        return Printable.of(database);
    }
}
