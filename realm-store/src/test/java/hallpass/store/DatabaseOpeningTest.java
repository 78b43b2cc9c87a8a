package hallpass.store;

import static hallpass.store.Samples.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.realm.RealmProblem;
import hallpass.store.Place.InFile;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are opened as a database, and why others are not. */
final class DatabaseOpeningTest extends PrincipalsOnDisk {
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
}
