package hallpass.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.store.DatabaseLocation.InitialContent;
import hallpass.store.DatabaseLocation.SqliteFile;
import hallpass.store.DatabaseLocation.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A database file that is put back beside the log of a killed process. */
class SqliteEpochTest {
    private static final String CLAIM = "INSERT INTO replays (acceptor, until, digest) VALUES (?, 1, x'00')";

    @TempDir
    private Path temporary;

    private Path file;
    private Path old;

    @BeforeEach
    void nameFiles() throws IOException {
        file = Files.createDirectory(temporary.resolve("realm")).resolve("data.db");
        old = temporary.resolve("old.db");
    }

    @ParameterizedTest
    @EnumSource
    void refusesOldFileBesideNewLog(DatabaseSchema schema) throws Exception {
        createWithClaim(schema, "before the backup");
        Files.copy(file, old);
        Path killed = killedAfterClaim(schema, "after the backup");

        Files.copy(old, killed, StandardCopyOption.REPLACE_EXISTING);

        assertRefused(killed, schema);
        // A second try does not succeed either.
        assertRefused(killed, schema);
    }

    @Test
    void refusesFileOfOtherDatabaseBesideLog() throws Exception {
        createWithClaim(DatabaseSchema.NOTES, "first");
        Path other = temporary.resolve("other.db");
        new SqliteFile(other).create(DatabaseSchema.NOTES, InitialContent.EMPTY);
        Path killed = killedAfterClaim(DatabaseSchema.NOTES, "second");

        Files.move(other, killed, StandardCopyOption.REPLACE_EXISTING);

        assertRefused(killed, DatabaseSchema.NOTES);
    }

    @Test
    void refusesMaintenanceOfOldFileBesideNewLog() throws Exception {
        createWithClaim(DatabaseSchema.REPLAYS, "before");
        Files.copy(file, old);
        Path killed = killedAfterClaim(DatabaseSchema.REPLAYS, "after");
        Files.copy(old, killed, StandardCopyOption.REPLACE_EXISTING);
        byte[] log = Files.readAllBytes(sibling(killed, "-wal"));
        SqliteFile location = new SqliteFile(killed);

        for (ThrowingOperation operation : List.<ThrowingOperation>of(
                location::requireUnused,
                location::archiveExisting,
                () -> location.upgrade(DatabaseSchema.REPLAYS),
                () -> SqliteFiles.copyInto(killed, temporary.resolve("copy.db")))) {
            assertThatExceptionOfType(RealmException.class)
                    .isThrownBy(operation::run)
                    .returns(RealmError.DATABASE_LOG_MISMATCH, RealmException::error);
        }
        assertThat(sibling(killed, "-wal")).hasBinaryContent(log);
        assertThat(killed).hasSameBinaryContentAs(old);
    }

    private interface ThrowingOperation {
        void run() throws RealmException;
    }

    @Test
    void opensWithoutLogWhatWasPutBack() throws Exception {
        createWithClaim(DatabaseSchema.REPLAYS, "before");
        Files.copy(file, old);
        Path killed = killedAfterClaim(DatabaseSchema.REPLAYS, "after");
        Files.copy(old, killed, StandardCopyOption.REPLACE_EXISTING);

        Files.delete(sibling(killed, "-wal"));
        Files.deleteIfExists(sibling(killed, "-shm"));

        assertThat(claims(killed)).containsExactly("before");
        // Its new log is accepted after a further crash.
        try (Database database = open(killed, DatabaseSchema.REPLAYS)) {
            claim(database, "later");
            assertThat(claims(crashCopy(killed))).containsExactly("before", "later");
        }
    }

    @Test
    void opensFileWithEmptyLogThatWasPutBack() throws Exception {
        createWithClaim(DatabaseSchema.REPLAYS, "before");
        Files.copy(file, old);
        Path killed = killedAfterClaim(DatabaseSchema.REPLAYS, "after");
        Files.copy(old, killed, StandardCopyOption.REPLACE_EXISTING);
        Files.write(sibling(killed, "-wal"), new byte[0]);
        Files.deleteIfExists(sibling(killed, "-shm"));

        try (Database database = open(killed, DatabaseSchema.REPLAYS)) {
            claim(database, "later");
            assertThat(claims(crashCopy(killed))).containsExactly("before", "later");
        }
    }

    /** As after a kill: all files as they are, in the same or in another folder. */
    @Test
    void keepsChangesOfKilledProcess() throws Exception {
        createWithClaim(DatabaseSchema.REPLAYS, "before");
        Path killed = killedAfterClaim(DatabaseSchema.REPLAYS, "after");

        assertThat(claims(killed)).containsExactly("after", "before");
    }

    /** As after a kill of a process of an older version. */
    @Test
    void acceptsLogWithoutEpoch() throws Exception {
        createWithClaim(DatabaseSchema.REPLAYS, "before");
        Path killed = killedAfterClaim(DatabaseSchema.REPLAYS, "after");
        Files.delete(sibling(killed, SqliteEpoch.SUFFIX));

        assertThat(claims(killed)).containsExactly("after", "before");
    }

    @Test
    void keepsEpochWhileDatabaseIsOpen() throws Exception {
        createWithClaim(DatabaseSchema.REPLAYS, "before");
        try (Database first = open(file, DatabaseSchema.REPLAYS)) {
            String epoch = Files.readString(sibling(file, SqliteEpoch.SUFFIX));
            claim(first, "first");
            try (Database second = open(file, DatabaseSchema.REPLAYS)) {
                claim(second, "second");
            }
            assertThat(sibling(file, SqliteEpoch.SUFFIX)).hasContent(epoch);
            assertThat(claims(crashCopy(file))).containsExactly("before", "first", "second");
        }
    }

    @Test
    void opensFileOfReadOnlyFolder() throws Exception {
        createWithClaim(DatabaseSchema.REPLAYS, "before");
        file.toFile().setReadOnly();
        assumeFalse(Files.isWritable(file), "root can write every file");

        SqliteEpoch.verifyOrRenew(file, DatabaseSchema.REPLAYS);

        assertThat(sibling(file, SqliteEpoch.SUFFIX)).hasSize(64);
    }

    @Test
    void doesNotChangeForeignDatabase() throws Exception {
        createWithClaim(DatabaseSchema.REPLAYS, "before");
        byte[] content = Files.readAllBytes(file);

        SqliteEpoch.verifyOrRenew(file, DatabaseSchema.PRINCIPALS);

        assertThat(file).hasBinaryContent(content);
    }

    private void createWithClaim(DatabaseSchema schema, String acceptor) throws RealmException {
        new SqliteFile(file).create(schema, InitialContent.EMPTY);
        try (Database database = open(file, schema)) {
            claim(database, acceptor);
        }
    }

    /** Returns a copy of the database as a killed process leaves it. */
    private Path killedAfterClaim(DatabaseSchema schema, String acceptor) throws Exception {
        try (Database database = open(file, schema)) {
            claim(database, acceptor);
            return crashCopy(file);
        }
    }

    private Path crashCopy(Path database) throws IOException {
        Path folder = Files.createTempDirectory(temporary, "killed");
        try (Stream<Path> files = Files.list(database.resolveSibling(""))) {
            for (Path each : files.toList()) {
                Files.copy(each, folder.resolve(each.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        assertThat(folder.resolve(database.getFileName() + "-wal")).isNotEmptyFile();
        return folder.resolve(database.getFileName());
    }

    private static void claim(Database database, String acceptor) {
        database.write(handle -> handle.execute(CLAIM, acceptor));
    }

    private static List<String> claims(Path file) throws RealmException {
        try (Database database = open(file, DatabaseSchema.REPLAYS)) {
            return database.read(handle -> handle.createQuery("SELECT acceptor FROM replays ORDER BY acceptor")
                    .mapTo(String.class)
                    .list());
        }
    }

    private static Database open(Path file, DatabaseSchema schema) throws RealmException {
        return new SqliteFile(file).open(schema, Verifier.ACCEPT_ALL);
    }

    private static void assertRefused(Path file, DatabaseSchema schema) {
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> open(file, schema).close())
                .returns(RealmError.DATABASE_LOG_MISMATCH, RealmException::error)
                .returns(file.toString(), RealmException::subject);
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
