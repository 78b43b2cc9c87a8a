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

/** Makes databases in files. Apart from {@link SqliteDatabase} because Flyway takes longer to load than a server takes to start. */
final class SqliteMigrator {
    private SqliteMigrator() {}

    /** Makes a database that is there, whole and with mode 0600, when this returns. None that is there is touched. */
    static void create(Path file, DatabaseSchema schema, DatabaseLocation.InitialContent content)
            throws RealmException {
        PrivateFiles.writeNew(file, temporary -> {
            try {
                migrate(temporary, schema);
                // The first opening turns on the write-ahead log, which the file remembers.
                try (Database database =
                        SqliteDatabase.openFile(temporary, schema, DatabaseLocation.Verifier.ACCEPT_ALL)) {
                    content.write(database);
                }
            } catch (StoreException e) {
                throw new RealmException(e.description(), e);
            } finally {
                deleteSidecars(temporary);
            }
        });
    }

    /** Brings an older database to the newest version, once there is a copy of it; makes one that is not there. */
    static Optional<String> upgrade(Path file, DatabaseSchema schema) throws RealmException {
        if (!Files.exists(file)) {
            create(file, schema, DatabaseLocation.InitialContent.EMPTY);
            return Optional.of("Made " + PrintableText.escape(file.toString()) + ".");
        }
        if (!SchemaCheck.isOlder(file, schema)) {
            return Optional.empty();
        }
        Path copy = SqliteFiles.backUp(file, ".before-upgrade");
        migrate(file, schema);
        return Optional.of("Upgraded " + PrintableText.escape(file.toString()) + "; as it was before, it is in "
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
            throw new RealmException(StoreFault.describe(file.toString(), e), StoreFault.sqlCause(e));
        }
    }

    /** SQLite removes them itself when the last connection closes well. */
    private static void deleteSidecars(Path file) throws IOException {
        for (String suffix : new String[] {"-wal", "-shm", "-journal"}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }
}
