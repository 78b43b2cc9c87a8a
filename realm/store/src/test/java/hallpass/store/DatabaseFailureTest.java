package hallpass.store;

import static hallpass.store.StoreTestSupport.ALICE;
import static hallpass.store.StoreTestSupport.NOW;
import static hallpass.store.StoreTestSupport.assertStoreError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

/** The errors and effects of database failures. */
final class DatabaseFailureTest extends SqlitePrincipalStoreTestBase {
    @Test
    void recoversAfterFailure() throws Exception {
        createWithAlice();
        try (PrincipalStore store = open(file, keyFile)) {
            assertThat(store.find(ALICE)).isPresent();
            StoreTestSupport.tamper(file, "ALTER TABLE principal_keys RENAME TO hidden");
            assertStoreError(RealmError.DATABASE_FAILURE, () -> store.find(ALICE));
            StoreTestSupport.tamper(file, "ALTER TABLE hidden RENAME TO principal_keys");
            assertThat(store.find(ALICE)).isPresent();
        }
    }

    @Test
    void reportsLockedDatabase() throws Exception {
        createWithAlice();
        try (PrincipalStore store = open(file, keyFile);
                Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            writer.createStatement().execute("BEGIN IMMEDIATE");
            assertStoreError(RealmError.DATABASE_LOCKED, () -> store.remove(ALICE, NOW));
            assertThat(store.find(ALICE).orElseThrow().removed()).isFalse();
        }
    }

    @Test
    void rollsBackFailedTransaction() throws Exception {
        createWithAlice();
        try (Database database = new DatabaseLocation.SqliteFile(file)
                .open(DatabaseSchema.PRINCIPALS, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            assertThatExceptionOfType(RealmException.class)
                    .isThrownBy(() -> database.<Integer, RealmException>write(handle -> {
                        handle.execute("DELETE FROM principal_keys");
                        throw new RealmException(RealmError.DISK_FULL, "", "no");
                    }));
            assertStoreError(
                    RealmError.DATABASE_FAILURE,
                    () -> database.<Integer, RuntimeException>write(handle -> {
                        handle.execute("DELETE FROM principal_keys");
                        return handle.execute("INSERT INTO principal_keys (principal_id) VALUES (99)");
                    }));
        }
        try (PrincipalStore store = open(file, keyFile)) {
            assertThat(store.find(ALICE)).isPresent();
        }
    }

    @Test
    void enforcesForeignKeys() throws Exception {
        createWithAlice();
        try (Database database = new DatabaseLocation.SqliteFile(file)
                .open(DatabaseSchema.PRINCIPALS, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.<Integer, RuntimeException>write(
                            handle -> handle.execute("DELETE FROM principals")));
        }
    }

    @Test
    void reportsFullDisk() throws Exception {
        createWithAlice();
        try (Database database = new DatabaseLocation.SqliteFile(file)
                .open(DatabaseSchema.PRINCIPALS, DatabaseLocation.Verifier.ACCEPT_ALL)) {
            assertStoreError(
                    RealmError.DISK_FULL,
                    () -> database.<Integer, RuntimeException>write(handle -> {
                        // A page limit has the same effect as a full disk.
                        handle.execute("PRAGMA max_page_count = 1");
                        return handle.execute("UPDATE principals SET name = hex(zeroblob(1000000))");
                    }));
        }
        try (PrincipalStore store = open(file, keyFile)) {
            assertThat(store.find(ALICE)).isPresent();
        }
    }

    @Test
    void exceptionsDoNotQuoteStoredData() throws Exception {
        createWithAlice();
        try (Database database = new DatabaseLocation.SqliteFile(file)
                .open(DatabaseSchema.PRINCIPALS, DatabaseLocation.Verifier.ACCEPT_ALL)) {
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
