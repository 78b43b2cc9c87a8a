package hallpass.store;

import static hallpass.store.StoreTestSupport.RANDOM;
import static hallpass.store.StoreTestSupport.assertRealmError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.config.PrivateFiles;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.crypto.BadIntegrityException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterKeyTest {
    private static final byte[] SECRET = {1, 2, 3};
    private static final byte[] ASSOCIATED_DATA = {4, 5};

    @TempDir
    private Path folder;

    private Path file;
    private MasterKey master;

    @BeforeEach
    void create() throws Exception {
        file = folder.resolve("master.key");
        master = MasterKey.create(file, RANDOM);
    }

    @Test
    void opensWhatItSealed() throws Exception {
        byte[] sealed = master.seal(SECRET, ASSOCIATED_DATA);
        assertThat(master.open(sealed, ASSOCIATED_DATA)).isEqualTo(SECRET);
        assertThat(MasterKey.read(file, RANDOM).open(sealed, ASSOCIATED_DATA)).isEqualTo(SECRET);
    }

    @Test
    void refusesModifiedMovedOrForeignData() throws Exception {
        byte[] sealed = master.seal(SECRET, ASSOCIATED_DATA);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertDoesNotOpen(master, changed, ASSOCIATED_DATA);
        }
        for (int length = 0; length < sealed.length; length++) {
            assertDoesNotOpen(master, Arrays.copyOf(sealed, length), ASSOCIATED_DATA);
        }
        assertDoesNotOpen(master, sealed, SECRET);
        assertDoesNotOpen(MasterKey.create(folder.resolve("other.key"), RANDOM), sealed, ASSOCIATED_DATA);
    }

    @Test
    void recoversAfterFailedOpen() throws Exception {
        byte[] sealed = master.seal(SECRET, ASSOCIATED_DATA);
        assertDoesNotOpen(master, new byte[40], ASSOCIATED_DATA);
        assertThat(master.open(sealed, ASSOCIATED_DATA)).isEqualTo(SECRET);
        assertThat(master.open(master.seal(SECRET, ASSOCIATED_DATA), ASSOCIATED_DATA))
                .isEqualTo(SECRET);
    }

    @Test
    void createDoesNotReplaceExistingFile() throws Exception {
        byte[] before = Files.readAllBytes(file);
        assertThatExceptionOfType(RealmException.class).isThrownBy(() -> MasterKey.create(file, RANDOM));
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31})
    void refusesShortFile(int size) throws Exception {
        PrivateFiles.write(file, new byte[size]);
        assertRealmError(RealmError.CORRUPT_FILE, () -> MasterKey.read(file, RANDOM));
    }

    @Test
    void refusesEmptyFile() throws Exception {
        PrivateFiles.write(file, new byte[0]);
        assertRealmError(RealmError.REALM_INCOMPLETE, () -> MasterKey.read(file, RANDOM));
    }

    @Test
    void refusesLongMissingOrReadableFile() throws Exception {
        assertRealmError(RealmError.FILE_MISSING, () -> MasterKey.read(folder.resolve("none"), RANDOM));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> MasterKey.read(file, RANDOM))
                .satisfies(e -> assertThat(e.error()).isEqualTo(RealmError.INSECURE_PERMISSIONS));
        PrivateFiles.write(file, new byte[33]);
        assertRealmError(RealmError.FILE_TOO_LARGE, () -> MasterKey.read(file, RANDOM));
    }

    @Test
    void toStringDoesNotRevealKey() {
        assertThat(master).hasToString("the master key");
    }

    private static void assertDoesNotOpen(MasterKey key, byte[] sealed, byte[] associatedData) {
        assertThatExceptionOfType(BadIntegrityException.class).isThrownBy(() -> key.open(sealed, associatedData));
    }
}
