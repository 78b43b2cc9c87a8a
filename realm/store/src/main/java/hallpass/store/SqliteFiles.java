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

    /** Copies a database, including its log, to a new file beside it. */
    static Path backUp(Path file, String suffix) throws RealmException {
        Path copy = unusedName(file, suffix);
        PrivateFiles.writeNew(copy, temporary -> {
            try (Connection connection = DriverManager.getConnection(SqliteSettings.url(file));
                    var statement = connection.prepareStatement("VACUUM INTO ?")) {
                statement.setString(1, temporary.toAbsolutePath().toString());
                statement.execute();
            } catch (SQLException e) {
                throw StoreFault.realmException(file.toString(), e);
            }
        });
        return copy;
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
