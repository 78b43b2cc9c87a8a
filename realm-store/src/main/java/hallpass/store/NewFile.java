package hallpass.store;

import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Makes databases in files. Apart from {@link SqliteDatabase} because Flyway takes longer to load than a server takes to start. */
final class NewFile {
    private NewFile() {}

    /** Makes a database that is there, whole and with mode 0600, when this returns. None that is there is touched. */
    static void make(Path file, Schema schema, Place.FirstContent content) throws RealmProblem {
        PrivateFiles.writeNew(file, temporary -> {
            try {
                migrate(temporary, schema);
                // The first opening turns on the write-ahead log, which the file remembers.
                try (Database database = SqliteDatabase.open(temporary, schema, Place.Acceptance.OF_ANY)) {
                    content.write(database);
                }
            } catch (StoreException e) {
                throw new RealmProblem(e.sentence(), e);
            } finally {
                deleteSidecars(temporary);
            }
        });
    }

    /** Brings an older database to the newest version, once there is a copy of it; makes one that is not there. */
    static Optional<String> upgrade(Path file, Schema schema) throws RealmProblem {
        if (!Files.exists(file)) {
            make(file, schema, Place.FirstContent.NONE);
            return Optional.of("Made " + Printable.of(file.toString()) + ".");
        }
        if (!SchemaCheck.isOlder(file, schema)) {
            return Optional.empty();
        }
        Path copy = OldFile.copy(file, ".before-upgrade");
        migrate(file, schema);
        return Optional.of("Upgraded " + Printable.of(file.toString()) + "; as it was before, it is in "
                + Printable.of(copy.toString()) + ".");
    }

    private static void migrate(Path file, Schema schema) throws RealmProblem {
        try {
            Flyway.configure(NewFile.class.getClassLoader())
                    .dataSource(Sqlite.url(file), "", "")
                    .locations("classpath:" + schema.migrations(Dialect.SQLITE))
                    .table(schema.historyTable())
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new RealmProblem(StoreFault.sentence(file.toString(), e), StoreFault.cause(e));
        }
    }

    /** SQLite removes them itself when the last connection closes well. */
    private static void deleteSidecars(Path file) throws IOException {
        for (String suffix : new String[] {"-wal", "-shm", "-journal"}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }
}
