package hallpass.store;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Creates and upgrades SQLite databases with Flyway. A separate class from {@link SqliteDatabase},
 * because loading Flyway takes longer than starting a server.
 */
final class SqliteMigrator {
    private SqliteMigrator() {}

    /** Creates a database file with mode 0600 atomically. Fails if the file exists. */
    static void create(Path file, DatabaseSchema schema, DatabaseLocation.InitialContent content)
            throws RealmException {
        PrivateFiles.writeNew(file, temporary -> {
            try {
                migrate(temporary, schema);
                // The first connection switches the file to WAL mode.
                try (Database database =
                        new DatabaseLocation.SqliteFile(temporary).open(schema, DatabaseLocation.Verifier.ACCEPT_ALL)) {
                    content.write(database);
                }
            } catch (StoreException e) {
                throw e.toRealmException();
            } finally {
                deleteSidecars(temporary);
            }
        });
    }

    /**
     * Backs up and upgrades an older database.
     *
     * @return what was done, as a sentence; empty if there was nothing to do
     */
    static Optional<String> upgrade(Path file, DatabaseSchema schema) throws RealmException {
        if (!SchemaCheck.isOlder(file, schema)) {
            return Optional.empty();
        }
        Path copy = SqliteFiles.backUp(file, ".before-upgrade");
        migrate(file, schema);
        return Optional.of("Upgraded " + PrintableText.escape(file.toString()) + "; the old version is in "
                + PrintableText.escape(copy.toString()) + ".");
    }

    private static void migrate(Path file, DatabaseSchema schema) throws RealmException {
        try {
            Flyway.configure(SqliteMigrator.class.getClassLoader())
                    .dataSource(SqliteSettings.url(file), "", "")
                    .locations("classpath:" + schema.migrations(Dialect.SQLITE))
                    .table(schema.historyTable())
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw StoreFault.realmException(file.toString(), e);
        }
    }

    /** Normally SQLite removes these files when the last connection closes. */
    static void deleteSidecars(Path file) throws IOException {
        for (String suffix : new String[] {"-wal", "-shm", "-journal", SqliteEpoch.SUFFIX}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }
}
