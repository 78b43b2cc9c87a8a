package hallpass.crypto;

import static hallpass.crypto.WycheproofVectors.bytes;
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
    private static final byte[] ASSOCIATED_DATA = {1, 2, 3};

    @Test
    void opensOnlyWithSameKeyAndAssociatedData() throws Exception {
        byte[] sealed = AesGcm.seal(KEY, Randomness.secure(), ASSOCIATED_DATA, new byte[] {7});
        assertThat(AesGcm.open(KEY, ASSOCIATED_DATA, sealed)).containsExactly(7);
        SymmetricKey other = SymmetricKey.random("K", 32, Randomness.secure());
        assertThatThrownBy(() -> AesGcm.open(other, ASSOCIATED_DATA, sealed)).isInstanceOf(BadIntegrityException.class);
        assertThatThrownBy(() -> AesGcm.open(KEY, new byte[0], sealed)).isInstanceOf(BadIntegrityException.class);
    }

    @Test
    void refusesAlteredCiphertext() {
        byte[] sealed = AesGcm.seal(KEY, Randomness.secure(), ASSOCIATED_DATA, new byte[20]);
        for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
            byte[] edited = sealed.clone();
            edited[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> AesGcm.open(KEY, ASSOCIATED_DATA, edited))
                    .isInstanceOf(BadIntegrityException.class);
        }
        for (int size = 0; size <= sealed.length + 1; size++) {
            byte[] cut = Arrays.copyOf(sealed, size);
            if (size != sealed.length) {
                assertThatThrownBy(() -> AesGcm.open(KEY, ASSOCIATED_DATA, cut))
                        .isInstanceOf(BadIntegrityException.class);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> passesWycheproofVectors() {
        return WycheproofVectors.tests("aes_gcm_test", (group, test) -> verify(test));
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
        if (WycheproofVectors.isValid(test)) {
            SymmetricKey key = SymmetricKey.of("K", bytes(test, "key"));
            assertThat(AesGcm.open(key, bytes(test, "aad"), sealed)).isEqualTo(bytes(test, "msg"));
            assertThat(AesGcm.seal(key, nonce, bytes(test, "aad"), bytes(test, "msg")))
                    .isEqualTo(sealed);
        } else {
            // SymmetricKey refuses unsupported key sizes.
            assertThatThrownBy(() -> AesGcm.open(SymmetricKey.of("K", bytes(test, "key")), bytes(test, "aad"), sealed))
                    .isInstanceOfAny(BadIntegrityException.class, IllegalArgumentException.class);
        }
    }
}
