package hallpass.store;

import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Whether a database is the one that this program works with. Two quick queries, where Flyway would take a second. */
record SchemaCheck(String databaseName, DatabaseSchema schema, Dialect dialect) {
    /** Whether the database in a file is of an older version. */
    static boolean isOlder(Path file, DatabaseSchema schema) throws RealmException {
        SchemaCheck check = new SchemaCheck(file.toString(), schema, Dialect.SQLITE);
        try (Handle handle = Jdbi.create(SqliteSettings.url(file), SqliteSettings.properties())
                .open()) {
            return check.compareVersion(check.version(handle)) < 0;
        } catch (JdbiException e) {
            throw new RealmException(StoreFault.describe(file.toString(), e), StoreFault.sqlCause(e));
        }
    }

    private int compareVersion(String found) {
        return Integer.compare(Integer.parseInt(found), Integer.parseInt(schema.version()));
    }

    void verify(Handle handle) throws RealmException {
        requireSettings(handle);
        verifyVersion(handle);
    }

    void verifyVersion(Handle handle) throws RealmException {
        String found = version(handle);
        int difference = compareVersion(found);
        if (difference != 0) {
            String age = difference > 0 ? "a newer" : "an older";
            String advice = difference > 0
                    ? "Use that version, or make a new realm with: hallpass realm init"
                    : "Stop the realm's servers, and type: hallpass realm upgrade";
            throw new RealmException(printableName() + " was made by " + age + " version of Hallpass (schema " + found
                    + ", and this one works with " + schema.version() + "). " + advice);
        }
    }

    private void requireSettings(Handle handle) throws RealmException {
        String found =
                handle.createQuery(dialect.settingsQuery()).mapTo(String.class).one();
        if (!found.equals(dialect.expectedSettings())) {
            throw new RealmException(printableName() + " cannot be used safely: its settings are " + found
                    + " and must be " + dialect.expectedSettings() + ". " + dialect.settingsAdvice());
        }
    }

    private String version(Handle handle) throws RealmException {
        try {
            Optional<String> found = handle.createQuery("SELECT version FROM " + schema.historyTable()
                            + " WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1")
                    .mapTo(String.class)
                    .findOne();
            return found.orElseThrow(this::wrongDatabase);
        } catch (JdbiException e) {
            if (StoreFault.of(e) == StoreFault.OTHER) {
                throw wrongDatabase();
            }
            throw e;
        }
    }

    private RealmException wrongDatabase() {
        return new RealmException(printableName() + " is a database, but none of Hallpass's " + schema.title()
                + ". Put the right file there, or make a new realm with: hallpass realm init");
    }

    private String printableName() {
        return PrintableText.escape(databaseName);
    }
}
