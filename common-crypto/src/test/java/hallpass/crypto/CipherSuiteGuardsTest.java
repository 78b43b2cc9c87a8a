package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests the suites of the guards {@code aead}, {@code key-usage} and {@code profile-binding}. */
class CipherSuiteGuardsTest {
    private static final byte[] PLAINTEXT = "16 bytes, twice.16 bytes, twice.".getBytes(StandardCharsets.UTF_8);

    private final CipherSuite gcm = new Aes256Gcm(Randomness.secure());
    private final CipherSuite byUsage = KeyDerivingSuite.byUsage(new AesEcb());
    private final SymmetricKey key = SymmetricKey.of("K", new byte[32]);

    @Test
    void gcmRoundTrips() throws Exception {
        byte[] sealed = gcm.seal(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, PLAINTEXT);

        assertThat(gcm.open(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, sealed))
                .isEqualTo(PLAINTEXT);
        assertThat(gcm.keySize()).isEqualTo(32);
        assertThat(gcm.name()).isEqualTo("aes256-gcm");
    }

    @Test
    void gcmRefusesOtherAssociatedDataOrUsage() {
        byte[] sealed = gcm.seal(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, PLAINTEXT);

        assertThatExceptionOfType(BadIntegrityException.class)
                .isThrownBy(() -> gcm.open(key, KeyUsage.TICKET, CipherSuiteGuardsTest::otherAssociatedData, sealed));
        assertThatExceptionOfType(BadIntegrityException.class)
                .isThrownBy(() -> gcm.open(key, KeyUsage.AS_REP_PART, CipherSuiteGuardsTest::associatedData, sealed));
    }

    @Test
    void gcmRefusesFlippedBits() {
        byte[] sealed = gcm.seal(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, PLAINTEXT);

        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatExceptionOfType(BadIntegrityException.class)
                    .isThrownBy(() -> gcm.open(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, changed));
        }
    }

    @Test
    void gcmCiphertextsNeverRepeat() {
        byte[] first = gcm.seal(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, PLAINTEXT);
        byte[] second = gcm.seal(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, PLAINTEXT);

        assertThat(second).isNotEqualTo(first);
        assertThat(Arrays.copyOfRange(first, 12, 28)).isNotEqualTo(Arrays.copyOfRange(first, 28, 44));
    }

    @Test
    void separatesKeysByProfile() throws Exception {
        CipherSuite all = KeyDerivingSuite.byProfile(new AesEcb(), "aead,nonce,profile-binding");
        CipherSuite fewer = KeyDerivingSuite.byProfile(new AesEcb(), "aead,profile-binding");
        byte[] sealed = all.seal(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, PLAINTEXT);

        assertThat(all.open(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, sealed))
                .isEqualTo(PLAINTEXT);
        assertThatExceptionOfType(BadIntegrityException.class)
                .isThrownBy(() -> fewer.open(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, sealed));
        assertThatExceptionOfType(BadIntegrityException.class)
                .isThrownBy(
                        () -> new AesEcb().open(key, KeyUsage.TICKET, CipherSuiteGuardsTest::associatedData, sealed));
    }

    @Test
    void separatesKeysByUsage() throws Exception {
        byte[] sealed = byUsage.seal(key, KeyUsage.SERVICE_REPLY, CipherSuiteGuardsTest::associatedData, PLAINTEXT);

        assertThat(byUsage.open(key, KeyUsage.SERVICE_REPLY, CipherSuiteGuardsTest::associatedData, sealed))
                .isEqualTo(PLAINTEXT);
        assertThat(byUsage.seal(key, KeyUsage.SERVICE_REQUEST, CipherSuiteGuardsTest::associatedData, PLAINTEXT))
                .isNotEqualTo(sealed);
        assertThat(byUsage.keySize()).isEqualTo(16);
        assertThat(byUsage.name()).isEqualTo("aes128-ecb");
    }

    private static byte[] associatedData() {
        return "here".getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] otherAssociatedData() {
        return "elsewhere".getBytes(StandardCharsets.UTF_8);
    }
}
