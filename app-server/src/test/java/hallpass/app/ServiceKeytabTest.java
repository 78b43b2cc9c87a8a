package hallpass.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.config.Keytab;
import hallpass.config.PrivateFiles;
import hallpass.config.RealmException;
import hallpass.crypto.SymmetricKey;
import hallpass.fixtures.ExchangeFixture;
import hallpass.message.PrincipalName;
import hallpass.protocol.KeyRing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceKeytabTest {
    private static final PrincipalName SERVICE = ExchangeFixture.RESOURCE_SERVICE;
    private static final Instant NOW = ExchangeFixture.NOON;
    private static final Instant RETIRED = NOW.plusSeconds(60);
    private static final SymmetricKey FIRST = ExchangeFixture.key("first", 0x10);
    private static final SymmetricKey SECOND = ExchangeFixture.key("second", 0x20);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeFirstKey() throws RealmException {
        file = folder.resolve("service.keys");
        new Keytab(List.of(entry(1, FIRST))).write(file);
    }

    @Test
    void reloadsTheKeytabWhenNoKnownKeyFits() throws RealmException {
        ServiceKeytab keys = ServiceKeytab.open(file, SERVICE);
        KeyRing before = keys.keyRingAt(NOW);
        assertThat(before.newest()).isEqualTo(FIRST);
        assertThat(before.others()).isEmpty();

        roll();
        assertThat(before.others()).containsExactly(SECOND);
        assertThat(keys.keyRingAt(NOW).newest()).isEqualTo(SECOND);
    }

    @Test
    void keepsOldKeyUntilItIsRetired() throws RealmException {
        roll();
        ServiceKeytab keys = ServiceKeytab.open(file, SERVICE);
        assertThat(keys.keyRingAt(RETIRED.minusMillis(1)).others()).containsExactly(FIRST);
        assertThat(keys.keyRingAt(RETIRED).others()).isEmpty();
    }

    @Test
    void keepsKnownKeysWhileTheKeytabIsUnreadable() throws Exception {
        ServiceKeytab keys = ServiceKeytab.open(file, SERVICE);
        Files.delete(file);
        assertThat(keys.keyRingAt(NOW).newest()).isEqualTo(FIRST);
        assertThat(keys.keyRingAt(NOW).others()).isEmpty();

        PrivateFiles.write(file, "rubbish\n".getBytes(StandardCharsets.UTF_8));
        assertThat(keys.keyRingAt(NOW).others()).isEmpty();

        new Keytab(List.of(entry(2, SECOND))).write(file);
        assertThat(keys.keyRingAt(NOW).others()).containsExactly(SECOND);
    }

    @Test
    void refusesKeytabWithoutServiceKey() throws RealmException {
        new Keytab(List.of()).write(file);
        assertThatExceptionOfType(RealmException.class)
                .isThrownBy(() -> ServiceKeytab.open(file, SERVICE))
                .withMessageContaining("has no key of desk/localhost");
    }

    private void roll() throws RealmException {
        Keytab.read(file).withNewKey(entry(2, SECOND), NOW, RETIRED).write(file);
    }

    private static Keytab.Entry entry(int version, SymmetricKey key) {
        return new Keytab.Entry(SERVICE, version, "aes128-ecb", key);
    }
}
