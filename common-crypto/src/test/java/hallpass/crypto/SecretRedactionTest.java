package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRedactionTest {
    private static final byte[] MATERIAL = "sixteen secrets!".getBytes(StandardCharsets.US_ASCII);

    @Test
    void keyPrintsLabelAndSizeOnly() {
        assertThat(SymmetricKey.of("K_c,tgs", MATERIAL)).hasToString("K_c,tgs (128-bit key)");
        assertThat(SymmetricKey.of("K_c,tgs", Arrays.copyOf(MATERIAL, 32))).hasToString("K_c,tgs (256-bit key)");
    }

    @Test
    void secretPrintsSizeOnly() {
        assertThat(SecretBytes.of(MATERIAL)).hasToString("16 secret bytes");
    }

    @Test
    void staysRedactedInsideRecords() {
        record Box(SymmetricKey key, SecretBytes secret) {}

        assertThat(new Box(SymmetricKey.of("K", MATERIAL), SecretBytes.of(MATERIAL)).toString())
                .doesNotContain("sixteen")
                .doesNotContain(HexFormat.of().formatHex(MATERIAL))
                .doesNotContain(Arrays.toString(MATERIAL));
    }

    @Test
    void errorDoesNotRevealKeyMaterial() {
        assertThatThrownBy(() -> SymmetricKey.of("K_c", Arrays.copyOf(MATERIAL, 15)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("K_c: an AES key has 16 or 32 bytes, not 15");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 24, 31, 33, 64})
    void refusesUnsupportedKeySizes(int size) {
        assertThatThrownBy(() -> SymmetricKey.of("K", new byte[size])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void copiesItsInput() {
        byte[] input = MATERIAL.clone();
        SymmetricKey key = SymmetricKey.of("K", input);
        SecretBytes secret = SecretBytes.of(input);
        input[0] = 0;
        key.exposeMaterial()[1] = 0;
        secret.expose()[1] = 0;

        assertThat(key.exposeMaterial()).isEqualTo(MATERIAL);
        assertThat(secret.expose()).isEqualTo(MATERIAL);
    }

    @Test
    void keyEqualityIgnoresLabels() {
        SymmetricKey key = SymmetricKey.of("K_c,s", MATERIAL);

        assertThat(key.withLabel("K_c,k")).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(key.withLabel("K_c,k").label()).isEqualTo("K_c,k");
        assertThat(key).isNotEqualTo(SymmetricKey.of("K_c,s", new byte[16]));
    }

    @Test
    void secureRandomnessReturnsFreshBytes() {
        Randomness randomness = Randomness.secure();

        assertThat(randomness.bytes(16)).hasSize(16).isNotEqualTo(randomness.bytes(16));
        assertThat(SymmetricKey.random("K", 32, randomness).size()).isEqualTo(32);
    }
}
