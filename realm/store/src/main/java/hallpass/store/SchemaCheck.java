package hallpass.store;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.nio.file.Path;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Verifies the settings and the schema version of a database with two queries, because loading
 * Flyway takes a second.
 */
record SchemaCheck(String databaseName, DatabaseSchema schema, Dialect dialect) {
    /** Whether the database in a file has an older schema version. */
    static boolean isOlder(Path file, DatabaseSchema schema) throws RealmException {
        SqliteFiles.requirePresent(file, schema);
        SqliteEpoch.verify(file);
        SchemaCheck check = new SchemaCheck(file.toString(), schema, Dialect.SQLITE);
        try (Handle handle = Jdbi.create(SqliteSettings.url(file), SqliteSettings.inspectionProperties())
                .open()) {
            return check.compareVersion(check.version(handle)) < 0;
        } catch (JdbiException e) {
            throw StoreFault.realmException(file.toString(), e);
        }
    }

    /** The condition of a PostgreSQL schema, on a connection to it. */
    DatabaseLocation.Condition condition(Handle handle) throws RealmException {
        boolean exists = handle.createQuery("SELECT to_regclass(?) IS NOT NULL")
                .bind(0, schema.historyTable())
                .mapTo(Boolean.class)
                .one();
        if (!exists) {
            return DatabaseLocation.Condition.MISSING;
        }
        return compareVersion(version(handle)) < 0
                ? DatabaseLocation.Condition.OLDER
                : DatabaseLocation.Condition.CURRENT;
    }

    private int compareVersion(String found) {
        return Integer.compare(Integer.parseInt(found), Integer.parseInt(schema.version()));
    }

    void verify(Handle handle) throws RealmException {
        requireSettings(handle);
        verifyVersion(handle);
        verifyTables(handle);
    }

    private void verifyTables(Handle handle) throws RealmException {
        for (TableDefinition table : schema.tables()) {
            try {
                handle.createQuery(table.emptySelectSql()).mapToMap().list();
            } catch (JdbiException e) {
                if (StoreFault.of(e) == StoreFault.OTHER) {
                    throw incomplete("lacks the table " + table.name());
                }
                throw e;
            }
        }
    }

    private RealmException incomplete(String problem) {
        return new RealmException(
                RealmError.REALM_INCOMPLETE,
                databaseName,
                "The database " + printableName() + " of the " + schema.title() + " " + problem + ".");
    }

    void verifyVersion(Handle handle) throws RealmException {
        String found = version(handle);
        int difference = compareVersion(found);
        if (difference != 0) {
            throw new RealmException(
                    difference > 0 ? RealmError.SCHEMA_TOO_NEW : RealmError.SCHEMA_OUTDATED,
                    databaseName,
                    printableName() + " was created by " + (difference > 0 ? "a newer" : "an older")
                            + " version of Hallpass (schema " + found + "; this version uses schema "
                            + schema.version() + ").");
        }
    }

    private void requireSettings(Handle handle) throws RealmException {
        String found =
                handle.createQuery(dialect.settingsQuery()).mapTo(String.class).one();
        if (!found.equals(dialect.expectedSettings())) {
            throw new RealmException(
                    dialect.settingsError(),
                    databaseName,
                    printableName() + " cannot be used safely: its settings are " + found + " and must be "
                            + dialect.expectedSettings() + ".");
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
        if (dialect == Dialect.POSTGRESQL) {
            return incomplete("has no such schema");
        }
        return new RealmException(
                RealmError.WRONG_DATABASE,
                databaseName,
                printableName() + " is not a database of Hallpass's " + schema.title() + ".");
    }

    private String printableName() {
        return PrintableText.escape(databaseName);
    }
}
