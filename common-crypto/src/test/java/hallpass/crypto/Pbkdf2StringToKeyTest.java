package hallpass.crypto;

import static hallpass.crypto.WycheproofVectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.crypto.StringToKey.SaltedKey;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pbkdf2StringToKeyTest {
    private static final String SALT = "000102030405060708090a0b0c0d0e0f";

    private final Pbkdf2StringToKey stringToKey = new Pbkdf2StringToKey(32);

    @TestFactory
    Stream<DynamicTest> passesWycheproofVectors() {
        return WycheproofVectors.tests("pbkdf2_hmacsha256_test", (group, test) -> {
            String text = new String(bytes(test, "password"), StandardCharsets.UTF_8);
            byte[] derived = Pbkdf2StringToKey.derive(
                    text.toCharArray(),
                    bytes(test, "salt"),
                    test.path("iterationCount").asInt(),
                    test.path("dkLen").asInt());
            assertThat(derived).isEqualTo(bytes(test, "dk"));
        });
    }

    @Test
    void derivesSameKeyOnlyFromSameSalt() throws BadSaltException {
        char[] password = "pässword".toCharArray();
        SaltedKey first = stringToKey.newKey("K_c", password, Randomness.secure());
        SaltedKey second = stringToKey.newKey("K_c", password, Randomness.secure());

        assertThat(first.key()).isNotEqualTo(second.key());
        assertThat(first.salt()).isNotEqualTo(second.salt()).startsWith("pbkdf2-sha256:600000:");
        assertThat(stringToKey.toKey("K_c", password, first.salt())).isEqualTo(first.key());
        assertThat(password).isEqualTo("pässword".toCharArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pbkdf2-sha256:600000",
                "pbkdf2-sha256:600000:" + SALT + "0",
                "pbkdf2-sha1:600000:" + SALT,
                "pbkdf2-sha256:0600000:" + SALT,
                "pbkdf2-sha256:99999999999:" + SALT,
                // Too few iterations make guessing cheap; too many make login slow.
                "pbkdf2-sha256:599999:" + SALT,
                "pbkdf2-sha256:1:" + SALT,
                "pbkdf2-sha256:6000001:" + SALT,
                "pbkdf2-sha256:600000:00",
                "pbkdf2-sha256:600000:" + SALT + SALT + SALT + SALT + "00",
            })
    void refusesMalformedWeakOrExpensiveSalts(String salt) {
        assertThatExceptionOfType(BadSaltException.class)
                .isThrownBy(() -> stringToKey.toKey("K_c", "password".toCharArray(), salt));
    }
}
