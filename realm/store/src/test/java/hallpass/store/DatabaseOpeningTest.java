package hallpass.store;

import static hallpass.store.StoreTestSupport.RANDOM;
import static hallpass.store.StoreTestSupport.assertRealmError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.store.DatabaseLocation.SqliteFile;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks before a database is opened. */
final class DatabaseOpeningTest extends SqlitePrincipalStoreTestBase {
    @Test
    void createDoesNotReplaceExistingDatabase() throws Exception {
        createWithAlice();
        byte[] before = Files.readAllBytes(file);
        MasterKey master = MasterKey.read(keyFile, RANDOM);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> PrincipalStore.create(new SqliteFile(file), master))
                .withMessageContaining("it already exists");
        assertThat(file).hasBinaryContent(before);
        assertThat(StoreTestSupport.fileNames(folder))
                .containsExactly("master.key", "principals.db", "principals.db-epoch");
    }

    @Test
    void reportsMissingDatabase() throws Exception {
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> PrincipalStore.open(new SqliteFile(file), master))
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.REALM_INCOMPLETE));
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesFileReadableByOthers() throws Exception {
        createWithAlice();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> open(file, keyFile))
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.INSECURE_PERMISSIONS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "17"})
    void refusesNewerSchemaVersion(String version) throws Exception {
        createWithAlice();
        StoreTestSupport.tamper(file, "UPDATE principals_history SET version = '" + version + "'");
        assertRealmError(RealmError.SCHEMA_TOO_NEW, () -> open(file, keyFile));
    }

    @Test
    void refusesOlderSchemaVersion() throws Exception {
        createWithAlice();
        StoreTestSupport.tamper(file, "UPDATE principals_history SET version = '0'");
        assertRealmError(RealmError.SCHEMA_OUTDATED, () -> open(file, keyFile));
    }

    @Test
    void refusesDatabaseOfOtherKind() throws Exception {
        NoteStore.create(new SqliteFile(file), NoteLimits.DEFAULT).close();
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        assertRealmError(RealmError.WRONG_DATABASE, () -> PrincipalStore.open(new SqliteFile(file), master));
    }

    @Test
    void refusesFileThatIsNotADatabase() throws Exception {
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        Files.writeString(file, "dear diary".repeat(1000));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertRealmError(RealmError.DATABASE_CORRUPT, () -> PrincipalStore.open(new SqliteFile(file), master));
    }

    @Test
    void refusesEmptyFile() throws Exception {
        MasterKey master = MasterKey.create(keyFile, RANDOM);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertRealmError(RealmError.REALM_INCOMPLETE, () -> PrincipalStore.open(new SqliteFile(file), master));
    }

    @Test
    void refusesDatabaseWithoutATableOrItsRow() throws Exception {
        createWithAlice();
        MasterKey master = MasterKey.read(keyFile, RANDOM);
        StoreTestSupport.tamper(file, "DELETE FROM master_key_check");
        assertRealmError(RealmError.REALM_INCOMPLETE, () -> PrincipalStore.open(new SqliteFile(file), master));
        StoreTestSupport.tamper(file, "DROP TABLE principal_keys");
        assertRealmError(RealmError.REALM_INCOMPLETE, () -> PrincipalStore.open(new SqliteFile(file), master));
    }

    @Test
    void reportsDamagedDatabase() throws Exception {
        createWithAlice();
        byte[] content = Files.readAllBytes(file);
        Arrays.fill(content, 4096, content.length, (byte) 0x5a);
        Files.write(file, content);
        assertRealmError(RealmError.DATABASE_CORRUPT, () -> open(file, keyFile));
    }
}
