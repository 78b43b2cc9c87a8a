package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The suites of the guards {@code aead}, {@code key-usage} and {@code profile-binding}. */
class GuardedSuitesTest {
    private static final byte[] PLAINTEXT = "16 bytes, twice.16 bytes, twice.".getBytes(StandardCharsets.UTF_8);

    private final CipherSuite gcm = new Aes256Gcm(Randomness.secure());
    private final CipherSuite byUsage = DerivedKeys.byUsage(new AesEcb());
    private final SymmetricKey key = SymmetricKey.of("K", new byte[32]);

    @Test
    void opensWhatItSealedInItsPlace() throws Exception {
        byte[] sealed = gcm.seal(key, KeyUsage.TICKET, GuardedSuitesTest::here, PLAINTEXT);

        assertThat(gcm.open(key, KeyUsage.TICKET, GuardedSuitesTest::here, sealed))
                .isEqualTo(PLAINTEXT);
        assertThat(gcm.keySize()).isEqualTo(32);
        assertThat(gcm.name()).isEqualTo("aes256-gcm");
    }

    @Test
    void opensNothingInAnotherPlaceOrForAnotherUsage() {
        byte[] sealed = gcm.seal(key, KeyUsage.TICKET, GuardedSuitesTest::here, PLAINTEXT);

        assertThatExceptionOfType(BadIntegrityException.class)
                .isThrownBy(() -> gcm.open(key, KeyUsage.TICKET, GuardedSuitesTest::elsewhere, sealed));
        assertThatExceptionOfType(BadIntegrityException.class)
                .isThrownBy(() -> gcm.open(key, KeyUsage.AS_REP_PART, GuardedSuitesTest::here, sealed));
    }

    @Test
    void opensNothingOfWhichOneBitIsChanged() {
        byte[] sealed = gcm.seal(key, KeyUsage.TICKET, GuardedSuitesTest::here, PLAINTEXT);

        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatExceptionOfType(BadIntegrityException.class)
                    .isThrownBy(() -> gcm.open(key, KeyUsage.TICKET, GuardedSuitesTest::here, changed));
        }
    }

    @Test
    void showsNoEqualBlocksAndNothingTwice() {
        byte[] first = gcm.seal(key, KeyUsage.TICKET, GuardedSuitesTest::here, PLAINTEXT);
        byte[] second = gcm.seal(key, KeyUsage.TICKET, GuardedSuitesTest::here, PLAINTEXT);

        assertThat(second).isNotEqualTo(first);
        assertThat(Arrays.copyOfRange(first, 12, 28)).isNotEqualTo(Arrays.copyOfRange(first, 28, 44));
    }

    @Test
    void keyOfOneProfileIsNoKeyOfAnother() throws Exception {
        CipherSuite all = DerivedKeys.byProfile(new AesEcb(), "aead,nonce,profile-binding");
        CipherSuite fewer = DerivedKeys.byProfile(new AesEcb(), "aead,profile-binding");
        byte[] sealed = all.seal(key, KeyUsage.TICKET, GuardedSuitesTest::here, PLAINTEXT);

        assertThat(all.open(key, KeyUsage.TICKET, GuardedSuitesTest::here, sealed))
                .isEqualTo(PLAINTEXT);
        assertThatExceptionOfType(BadIntegrityException.class)
                .isThrownBy(() -> fewer.open(key, KeyUsage.TICKET, GuardedSuitesTest::here, sealed));
        assertThatExceptionOfType(BadIntegrityException.class)
                .isThrownBy(() -> new AesEcb().open(key, KeyUsage.TICKET, GuardedSuitesTest::here, sealed));
    }

    @Test
    void keyOfOneUsageIsNoKeyOfAnother() throws Exception {
        byte[] sealed = byUsage.seal(key, KeyUsage.SERVICE_REPLY, GuardedSuitesTest::here, PLAINTEXT);

        assertThat(byUsage.open(key, KeyUsage.SERVICE_REPLY, GuardedSuitesTest::here, sealed))
                .isEqualTo(PLAINTEXT);
        assertThat(byUsage.seal(key, KeyUsage.SERVICE_REQUEST, GuardedSuitesTest::here, PLAINTEXT))
                .isNotEqualTo(sealed);
        assertThat(byUsage.keySize()).isEqualTo(16);
        assertThat(byUsage.name()).isEqualTo("aes128-ecb");
    }

    private static byte[] here() {
        return "here".getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] elsewhere() {
        return "elsewhere".getBytes(StandardCharsets.UTF_8);
    }
}
