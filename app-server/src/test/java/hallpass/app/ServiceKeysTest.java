package hallpass.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.crypto.SymmetricKey;
import hallpass.message.PrincipalName;
import hallpass.protocol.KeyRing;
import hallpass.realm.KeyTable;
import hallpass.realm.PrivateFiles;
import hallpass.realm.RealmProblem;
import hallpass.testkit.LabRealm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceKeysTest {
    private static final PrincipalName DESK = LabRealm.DESK;
    private static final Instant NOW = LabRealm.NOON;
    private static final Instant RETIRED = NOW.plusSeconds(60);
    private static final SymmetricKey FIRST = LabRealm.key("first", 0x10);
    private static final SymmetricKey SECOND = LabRealm.key("second", 0x20);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeTheFirstKey() throws RealmProblem {
        file = folder.resolve("service.keys");
        new KeyTable(List.of(entry(1, FIRST))).write(file);
    }

    @Test
    void findsANewKeyWhenTheKnownOnesDoNotOpenWhatCame() throws RealmProblem {
        ServiceKeys keys = ServiceKeys.open(file, DESK);
        KeyRing before = keys.at(NOW);
        assertThat(before.newest()).isEqualTo(FIRST);
        assertThat(before.others()).isEmpty();

        roll();
        assertThat(before.others()).containsExactly(SECOND);
        assertThat(keys.at(NOW).newest()).isEqualTo(SECOND);
    }

    @Test
    void opensWithTheOldKeyUntilItIsRetired() throws RealmProblem {
        roll();
        ServiceKeys keys = ServiceKeys.open(file, DESK);
        assertThat(keys.at(RETIRED.minusMillis(1)).others()).containsExactly(FIRST);
        assertThat(keys.at(RETIRED).others()).isEmpty();
    }

    @Test
    void goesOnWithTheKeysItKnowsWhileTheTableCannotBeRead() throws Exception {
        ServiceKeys keys = ServiceKeys.open(file, DESK);
        Files.delete(file);
        assertThat(keys.at(NOW).newest()).isEqualTo(FIRST);
        assertThat(keys.at(NOW).others()).isEmpty();

        PrivateFiles.write(file, "rubbish\n".getBytes(StandardCharsets.UTF_8));
        assertThat(keys.at(NOW).others()).isEmpty();

        new KeyTable(List.of(entry(2, SECOND))).write(file);
        assertThat(keys.at(NOW).others()).containsExactly(SECOND);
    }

    @Test
    void doesNotStartWithoutAKey() throws RealmProblem {
        new KeyTable(List.of()).write(file);
        assertThatExceptionOfType(RealmProblem.class)
                .isThrownBy(() -> ServiceKeys.open(file, DESK))
                .withMessageContaining("has no key of desk/localhost");
    }

    private void roll() throws RealmProblem {
        KeyTable.read(file).rolled(entry(2, SECOND), NOW, RETIRED).write(file);
    }

    private static KeyTable.Entry entry(int version, SymmetricKey key) {
        return new KeyTable.Entry(DESK, version, "aes128-ecb", key);
    }
}
