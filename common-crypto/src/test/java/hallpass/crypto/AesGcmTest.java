package hallpass.crypto;

import static hallpass.crypto.Wycheproof.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class AesGcmTest {
    private static final SymmetricKey KEY = SymmetricKey.random("K", 32, Randomness.secure());
    private static final byte[] PLACE = {1, 2, 3};

    @Test
    void opensWhatItSealedWithItsKeyInItsPlace() throws Exception {
        byte[] sealed = AesGcm.seal(KEY, Randomness.secure(), PLACE, new byte[] {7});
        assertThat(AesGcm.open(KEY, PLACE, sealed)).containsExactly(7);
        SymmetricKey other = SymmetricKey.random("K", 32, Randomness.secure());
        assertThatThrownBy(() -> AesGcm.open(other, PLACE, sealed)).isInstanceOf(BadIntegrityException.class);
        assertThatThrownBy(() -> AesGcm.open(KEY, new byte[0], sealed)).isInstanceOf(BadIntegrityException.class);
    }

    @Test
    void opensNothingThatWasChangedCutOrLengthened() {
        byte[] sealed = AesGcm.seal(KEY, Randomness.secure(), PLACE, new byte[20]);
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] edited = sealed.clone();
            edited[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> AesGcm.open(KEY, PLACE, edited)).isInstanceOf(BadIntegrityException.class);
        }
        for (int size = 0; size <= sealed.length + 1; size++) {
            byte[] cut = Arrays.copyOf(sealed, size);
            if (size != sealed.length) {
                assertThatThrownBy(() -> AesGcm.open(KEY, PLACE, cut)).isInstanceOf(BadIntegrityException.class);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> wycheproof() {
        return Wycheproof.tests("aes_gcm_test", (group, test) -> verify(test));
    }

    private static void verify(JsonNode test) throws Exception {
        byte[] ciphertext = bytes(test, "ct");
        byte[] tag = bytes(test, "tag");
        byte[] nonce = bytes(test, "iv");
        byte[] sealed = ByteBuffer.allocate(nonce.length + ciphertext.length + tag.length)
                .put(nonce)
                .put(ciphertext)
                .put(tag)
                .array();
        if (Wycheproof.isValid(test)) {
            SymmetricKey key = SymmetricKey.of("K", bytes(test, "key"));
            assertThat(AesGcm.open(key, bytes(test, "aad"), sealed)).isEqualTo(bytes(test, "msg"));
            assertThat(AesGcm.seal(key, nonce, bytes(test, "aad"), bytes(test, "msg")))
                    .isEqualTo(sealed);
        } else {
            // A key of a size that we do not have is refused by itself.
            assertThatThrownBy(() -> AesGcm.open(SymmetricKey.of("K", bytes(test, "key")), bytes(test, "aad"), sealed))
                    .isInstanceOfAny(BadIntegrityException.class, IllegalArgumentException.class);
        }
    }
}
