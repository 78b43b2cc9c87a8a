package hallpass.store;

import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import hallpass.trace.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A database in a file that others may use, or that makes room for another. */
final class OldFile {
    private OldFile() {}

    /**
     * Only who has the database alone can end its write-ahead log; SQLite itself knows.
     *
     * @throws RealmProblem if somebody else has it open
     */
    static void requireUnused(Path file) throws RealmProblem {
        if (!Files.exists(file)) {
            return;
        }
        PrivateFiles.requirePrivate(file);
        try (Connection connection = DriverManager.getConnection(Sqlite.url(file));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = DELETE");
            statement.execute("PRAGMA journal_mode = WAL");
        } catch (SQLException e) {
            if (StoreFault.of(e) == StoreFault.LOCKED) {
                throw new RealmProblem(
                        Printable.of(file.toString()) + " is in use. Stop the realm's servers, and try again.", e);
            }
            throw new RealmProblem(StoreFault.sentence(file.toString(), e), e);
        }
    }

    /** Copies a database, what stands in its log too, into a file beside it that is whole when this returns. */
    static Path copy(Path file, String suffix) throws RealmProblem {
        Path copy = unused(file, suffix);
        PrivateFiles.writeNew(copy, temporary -> {
            try (Connection connection = DriverManager.getConnection(Sqlite.url(file));
                    var statement = connection.prepareStatement("VACUUM INTO ?")) {
                statement.setString(1, temporary.toAbsolutePath().toString());
                statement.execute();
            } catch (SQLException e) {
                throw new RealmProblem(StoreFault.sentence(file.toString(), e), e);
            }
        });
        return copy;
    }

    /** Gives a database another name, if there is one. Nobody may use it. */
    static void setAside(Path file) throws RealmProblem {
        if (!Files.exists(file)) {
            return;
        }
        // Folds the log into the file.
        requireUnused(file);
        try {
            Files.move(file, unused(file, ".old"));
        } catch (IOException e) {
            throw new RealmProblem(
                    Printable.of(file.toString()) + " is in the way, and could not be renamed: "
                            + Printable.of(String.valueOf(e.getMessage())) + ". Move it away.",
                    e);
        }
    }

    private static Path unused(Path file, String suffix) {
        Path name = file.resolveSibling(file.getFileName() + suffix);
        for (int i = 2; Files.exists(name); i++) {
            name = file.resolveSibling(file.getFileName() + suffix + "-" + i);
        }
        return name;
    }
}
