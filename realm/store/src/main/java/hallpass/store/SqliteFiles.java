package hallpass.store;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.trace.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A database in a file that others may use, or that makes room for another. */
final class SqliteFiles {
    private SqliteFiles() {}

    /**
     * Only who has the database alone can end its write-ahead log; SQLite itself knows.
     *
     * @throws RealmException if somebody else has it open
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
                        PrintableText.escape(file.toString()) + " is in use. Stop the realm's servers, and try again.",
                        e);
            }
            throw new RealmException(StoreFault.describe(file.toString(), e), e);
        }
    }

    /** Copies a database, what stands in its log too, into a file beside it that is whole when this returns. */
    static Path backUp(Path file, String suffix) throws RealmException {
        Path copy = unusedName(file, suffix);
        PrivateFiles.writeNew(copy, temporary -> {
            try (Connection connection = DriverManager.getConnection(SqliteSettings.url(file));
                    var statement = connection.prepareStatement("VACUUM INTO ?")) {
                statement.setString(1, temporary.toAbsolutePath().toString());
                statement.execute();
            } catch (SQLException e) {
                throw new RealmException(StoreFault.describe(file.toString(), e), e);
            }
        });
        return copy;
    }

    /** Gives a database another name, if there is one. Nobody may use it. */
    static void archive(Path file) throws RealmException {
        if (!Files.exists(file)) {
            return;
        }
        // Folds the log into the file.
        requireUnused(file);
        try {
            Files.move(file, unusedName(file, ".old"));
        } catch (IOException e) {
            throw new RealmException(
                    PrintableText.escape(file.toString()) + " is in the way, and could not be renamed: "
                            + PrintableText.escape(String.valueOf(e.getMessage())) + ". Move it away.",
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
