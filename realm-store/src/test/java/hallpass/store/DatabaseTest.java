package hallpass.store;

import static hallpass.store.Samples.ALICE;
import static hallpass.store.Samples.BOB;
import static hallpass.store.Samples.ENCRYPTION;
import static hallpass.store.Samples.NOW;
import static hallpass.store.Samples.RANDOM;
import static hallpass.store.Samples.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import hallpass.protocol.Principal.Kind;
import hallpass.realm.RealmProblem;
import hallpass.store.Place.InFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What all stores promise, shown on the one of principals. */
final class DatabaseTest {
    private static final int ROUNDS = 25;

    @TempDir
    private Path folder;

    private Path file;
    private Path keyFile;

    /** Run by the tests in a JVM of its own. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        Path file = folder.resolve("principals.db");
        Path keyFile = folder.resolve("master.key");
        switch (arguments[0]) {
            case "create" -> {
                MasterKey master = MasterKey.create(keyFile, RANDOM);
                try (PrincipalStore store = PrincipalStore.create(new InFile(file), master)) {
                    store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
                    System.out.print(Samples.entries(folder));
                    Samples.assertAllPrivate(folder);
                }
            }
            case "update" -> {
                try (PrincipalStore store = open(file, keyFile)) {
                    System.out.print(updateRepeatedly(store));
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    @BeforeEach
    void name() {
        file = folder.resolve("principals.db");
        keyFile = folder.resolve("master.key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "077"})
    void keepsAllFilesPrivateAndSaysNothingUnderAnyUmask(String umask) throws Exception {
        Process process = Samples.jvm(umask, DatabaseTest.class, "", "create", folder);
        assertThat(Samples.outputOf(process))
                .isEqualTo("[master.key, principals.db, principals.db-shm, principals.db-wal]");
        Samples.assertAllPrivate(folder);
        assertThat(Samples.entries(folder)).containsExactly("master.key", "principals.db");
    }

    @Test
    void warnsOfNothingInEverydayUse() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try {
            create();
            open(file, keyFile).close();
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list).isNotEmpty().allMatch(event -> event.getLevel().equals(Level.INFO));
        // What the processes' logging has to turn down, and no more.
        assertThat(log.list)
                .allMatch(event -> event.getLoggerName().matches("(com\\.zaxxer\\.hikari|org\\.flywaydb)\\..*"));
    }

    @Test
    void opensWithoutFlyway() throws Exception {
        create();
        assertThat(Samples.outputOf(Samples.jvm("022", DatabaseTest.class, "flyway", "update", folder)))
                .isEqualTo(Integer.toString(ROUNDS));
    }

    @Test
    void losesNoUpdateBetweenProcessesAndThreads() throws Exception {
        create();
        List<Process> others = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (PrincipalStore one = open(file, keyFile);
                PrincipalStore two = open(file, keyFile)) {
            others.add(Samples.jvm("022", DatabaseTest.class, "", "update", folder));
            others.add(Samples.jvm("022", DatabaseTest.class, "", "update", folder));
            Callable<Integer> first = () -> updateRepeatedly(one);
            Callable<Integer> second = () -> updateRepeatedly(two);
            for (Future<Integer> done : threads.invokeAll(List.of(first, second, first, second))) {
                assertThat(done.get()).isEqualTo(ROUNDS);
            }
            for (Process other : others) {
                assertThat(Samples.outputOf(other)).isEqualTo(Integer.toString(ROUNDS));
            }
            assertThat(one.find(ALICE).orElseThrow().key().version()).isEqualTo(1 + 6 * ROUNDS);
        } finally {
            threads.shutdownNow();
            others.forEach(Process::destroyForcibly);
        }
        assertThat(Samples.ask(file, "PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void showsOneProcessWhatAnotherHasDone() throws Exception {
        create();
        try (PrincipalStore as = open(file, keyFile);
                PrincipalStore tgs = open(file, keyFile)) {
            as.replaceKey(ALICE, 1, ENCRYPTION, "", newKey());
            assertThat(tgs.find(ALICE)).isEqualTo(as.find(ALICE));
            tgs.add(Kind.USER, BOB, ENCRYPTION, "", newKey(), NOW);
            assertThat(as.find(BOB)).isPresent().isEqualTo(tgs.find(BOB));
        }
    }

    @Test
    void readsWhileAnotherWrites() throws Exception {
        create();
        try (PrincipalStore store = open(file, keyFile);
                Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            writer.createStatement().execute("BEGIN IMMEDIATE");
            writer.createStatement().execute("DELETE FROM principal_keys");
            assertThat(store.find(ALICE)).isPresent();
        }
    }

    @Test
    void keepsNoReadTransactionOpen() throws Exception {
        create();
        try (PrincipalStore store = open(file, keyFile)) {
            store.replaceKey(ALICE, 1, ENCRYPTION, "", newKey());
            assertThat(store.find(ALICE)).isPresent();
            assertThat(Samples.ask(file, "PRAGMA wal_checkpoint(TRUNCATE)")).isEqualTo("0");
            assertThat(folder.resolve("principals.db-wal")).isEmptyFile();
        }
    }

    @Test
    void findsAgainAfterAFailure() throws Exception {
        create();
        try (PrincipalStore store = open(file, keyFile)) {
            assertThat(store.find(ALICE)).isPresent();
            Samples.tamper(file, "ALTER TABLE principal_keys RENAME TO hidden");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.find(ALICE))
                    .withMessageStartingWith("The database " + file + " failed ([SQLITE_ERROR] ");
            Samples.tamper(file, "ALTER TABLE hidden RENAME TO principal_keys");
            assertThat(store.find(ALICE)).isPresent();
        }
    }

    @Test
    void saysThatTheDatabaseIsInUse() throws Exception {
        create();
        try (PrincipalStore store = open(file, keyFile);
                Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            writer.createStatement().execute("BEGIN IMMEDIATE");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.remove(ALICE, NOW))
                    .withMessageStartingWith(
                            "The database " + file + " has been in use by another process for too long. Try again;");
            assertThat(store.find(ALICE).orElseThrow().removed()).isFalse();
        }
    }

    @Test
    void storesNothingOfATransactionThatFails() throws Exception {
        create();
        try (Database database = SqliteDatabase.open(file, Schema.PRINCIPALS, Place.Acceptance.OF_ANY)) {
            assertThatExceptionOfType(RealmProblem.class)
                    .isThrownBy(() -> database.<Integer, RealmProblem>write(handle -> {
                        handle.execute("DELETE FROM principal_keys");
                        throw new RealmProblem("no");
                    }));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.<Integer, RuntimeException>write(handle -> {
                        handle.execute("DELETE FROM principal_keys");
                        return handle.execute("INSERT INTO principal_keys (principal_id) VALUES (99)");
                    }))
                    .withMessageStartingWith("The database " + file + " failed ([SQLITE_CONSTRAINT");
        }
        try (PrincipalStore store = open(file, keyFile)) {
            assertThat(store.find(ALICE)).isPresent();
        }
    }

    @Test
    void enforcesForeignKeys() throws Exception {
        create();
        try (Database database = SqliteDatabase.open(file, Schema.PRINCIPALS, Place.Acceptance.OF_ANY)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.<Integer, RuntimeException>write(
                            handle -> handle.execute("DELETE FROM principals")));
        }
    }

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        create();
        try (Database database = SqliteDatabase.open(file, Schema.PRINCIPALS, Place.Acceptance.OF_ANY)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.<Integer, RuntimeException>write(handle -> {
                        // A limit on the pages has the effect of a disk without room.
                        handle.execute("PRAGMA max_page_count = 1");
                        return handle.execute("UPDATE principals SET name = hex(zeroblob(1000000))");
                    }))
                    .withMessageContaining("the disk is full. Free some space");
        }
        try (PrincipalStore store = open(file, keyFile)) {
            assertThat(store.find(ALICE)).isPresent();
        }
    }

    @Test
    void replacesNoDatabaseThatIsThere() throws Exception {
        create();
        byte[] before = Files.readAllBytes(file);
        MasterKey master = MasterKey.read(keyFile, RANDOM);
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> PrincipalStore.create(new InFile(file), master))
                .withMessageContaining("there is one of this name already");
        assertThat(file).hasBinaryContent(before);
        assertThat(Samples.entries(folder)).containsExactly("master.key", "principals.db");
    }

    @Test
    void saysThatTheDatabaseIsMissing() throws Exception {
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> PrincipalStore.open(new InFile(file), master))
                .withMessage(
                        "The file " + file + " could not be read: it, or the folder that it should be in, does not "
                                + "exist. Check the path.");
        assertThat(file).doesNotExist();
    }

    @Test
    void opensNoDatabaseThatOthersHaveRightsTo() throws Exception {
        create();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> open(file, keyFile))
                .withMessageEndingWith("type: chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "17"})
    void opensNoDatabaseOfANewerVersion(String version) throws Exception {
        create();
        Samples.tamper(file, "UPDATE principals_history SET version = '" + version + "'");
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> open(file, keyFile))
                .withMessageStartingWith(file + " was made by a newer version of Hallpass (schema " + version
                        + ", and this one works with 2).");
    }

    @Test
    void opensNoDatabaseOfAnOlderVersion() throws Exception {
        create();
        Samples.tamper(file, "UPDATE principals_history SET version = '0'");
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> open(file, keyFile))
                .withMessageContaining("was made by an older version of Hallpass (schema 0,");
    }

    @Test
    void opensNoDatabaseOfAnotherKind() throws Exception {
        NoteStore.create(new InFile(file), NoteLimits.DEFAULT).close();
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> PrincipalStore.open(new InFile(file), master))
                .withMessageStartingWith(file + " is a database, but none of Hallpass's principals.");
    }

    @Test
    void opensNoFileThatIsNoDatabase() throws Exception {
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        Files.writeString(file, "dear diary".repeat(1000));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> PrincipalStore.open(new InFile(file), master))
                .withMessageStartingWith("The database " + file + " is damaged, or is no database.");
    }

    @Test
    void opensNoEmptyFile() throws Exception {
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> PrincipalStore.open(new InFile(file), master))
                .withMessageContaining("none of Hallpass's principals");
    }

    @Test
    void saysThatADatabaseIsDamaged() throws Exception {
        create();
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, 4096, content.length, (byte) 0x5a);
        Files.write(file, content);
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> open(file, keyFile))
                .withMessageStartingWith("The database " + file + " is damaged, or is no database.");
    }

    @Test
    void quotesNothingThatIsStoredInAFailure() throws Exception {
        create();
        try (Database database = SqliteDatabase.open(file, Schema.PRINCIPALS, Place.Acceptance.OF_ANY)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.<Integer, RuntimeException>write(handle ->
                            handle.execute("INSERT INTO principals (id, name) VALUES (?, ?)", 1, "planted-secret")))
                    .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("planted-secret"));
        }
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private void create() throws RealmProblem {
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        try (PrincipalStore store = PrincipalStore.create(new InFile(file), master)) {
            store.add(Kind.USER, ALICE, ENCRYPTION, "", newKey(), NOW);
        }
    }

    private static PrincipalStore open(Path file, Path keyFile) throws RealmProblem {
        return PrincipalStore.open(new InFile(file), MasterKey.read(keyFile, RANDOM));
    }

    /** Replaces Alice's key so many times that it succeeds {@link #ROUNDS} times. */
    private static int updateRepeatedly(PrincipalStore store) {
        int done = 0;
        while (done < ROUNDS) {
            int version = store.find(ALICE).orElseThrow().key().version();
            if (store.replaceKey(ALICE, version, ENCRYPTION, "", newKey()).isPresent()) {
                done++;
            }
        }
        return done;
    }
}
