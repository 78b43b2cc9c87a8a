package hallpass.store;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Operations on whole SQLite database files. */
final class SqliteFiles {
    private SqliteFiles() {}

    /**
     * Checks that no other process has the database open: only the last connection can leave WAL
     * mode.
     *
     * @throws RealmException with {@code STORE_IN_USE} if another process has it open
     */
    static void requireUnused(Path file) throws RealmException {
        if (!Files.exists(file)) {
            return;
        }
        PrivateFiles.requirePrivate(file);
        requireContent(file, "The database ");
        SqliteEpoch.verify(file);
        try (Connection connection = DriverManager.getConnection(SqliteSettings.url(file));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
            statement.execute("PRAGMA journal_mode = WAL");
        } catch (SQLException e) {
            if (StoreFault.of(e) == StoreFault.LOCKED) {
                throw new RealmException(
                        RealmError.STORE_IN_USE,
                        file.toString(),
                        PrintableText.escape(file.toString()) + " is in use.",
                        e);
            }
            throw StoreFault.realmException(file.toString(), e);
        }
    }

    /** SQLite would turn a missing or an empty file into an empty database. */
    static void requirePresent(Path file, DatabaseSchema schema) throws RealmException {
        String kind = "The database of the " + schema.title() + " ";
        if (Files.notExists(file)) {
            throw incomplete(file, kind, "missing");
        }
        requireContent(file, kind);
    }

    static boolean isOnReadOnlyFileSystem(Path file) {
        try {
            return !Files.isWritable(file) && Files.getFileStore(file).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    private static void requireContent(Path file, String kind) throws RealmException {
        try {
            if (Files.size(file) == 0) {
                throw incomplete(file, kind, "empty");
            }
        } catch (IOException e) {
            throw PrivateFiles.ioFailure(kind.strip(), file, "read", e);
        }
    }

    private static RealmException incomplete(Path file, String kind, String problem) {
        return new RealmException(
                RealmError.REALM_INCOMPLETE,
                file.toString(),
                kind + PrintableText.escape(file.toString()) + " is " + problem + ".");
    }

    /** Copies a database, including its log, to a new file beside it. */
    static Path backUp(Path file, String suffix) throws RealmException {
        Path copy = unusedName(file, suffix);
        PrivateFiles.writeNew(copy, temporary -> copyInto(file, temporary));
        return copy;
    }

    /**
     * Copies one consistent state of a database, which may be in use, to an empty file.
     *
     * @throws RealmException with {@code FILE_MISSING} if there is no database
     */
    static void copyInto(Path file, Path target) throws RealmException {
        PrivateFiles.requirePrivate(file);
        SqliteEpoch.verify(file);
        try (Connection connection =
                        DriverManager.getConnection(SqliteSettings.url(file), SqliteSettings.properties());
                var statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, target.toAbsolutePath().toString());
            statement.execute();
        } catch (SQLException e) {
            boolean full = StoreFault.of(e) == StoreFault.DISK_FULL;
            throw StoreFault.realmException(full ? target.toString() : file.toString(), e);
        }
    }

    /** Renames the database file, if it exists. The database must not be in use. */
    static void archive(Path file) throws RealmException {
        if (!Files.exists(file)) {
            return;
        }
        // Checkpoints the log into the file.
        requireUnused(file);
        try {
            Files.move(file, unusedName(file, ".old"));
        } catch (IOException e) {
            throw new RealmException(
                    RealmError.IO_FAILURE,
                    file.toString(),
                    PrintableText.escape(file.toString()) + " could not be renamed: "
                            + PrintableText.escape(String.valueOf(e.getMessage())) + ".",
                    e);
        }
    }

    private static Path unusedName(Path file, String suffix) {
        Path name = file.resolveSibling(file.getFileName() + suffix);
        for (int i = 2; Files.exists(name); i++) {
            name = file.resolveSibling(file.getFileName() + suffix + "-" + i);
        }
        return name;
    }
}
