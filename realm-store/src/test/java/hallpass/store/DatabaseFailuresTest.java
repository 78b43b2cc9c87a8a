package hallpass.store;

import static hallpass.store.Samples.ALICE;
import static hallpass.store.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.realm.RealmProblem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

/** What a failure of a database leaves, and what it says. */
final class DatabaseFailuresTest extends PrincipalsOnDisk {
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
}
