package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassicStringToKeyTest {
    private final ClassicStringToKey stringToKey = new ClassicStringToKey(16);

    @Test
    void truncatesSha256() throws BadSaltException {
        // FIPS 180-2 appendix B.1: SHA-256 of "abc".
        SymmetricKey key = stringToKey.toKey("K_c", "abc".toCharArray(), "");

        assertThat(HexFormat.of().formatHex(key.exposeMaterial())).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
        assertThat(key.label()).isEqualTo("K_c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "correct horse battery staple", "pässwörd", "密码", "🔑 and 🔒"})
    void encodesPasswordAsUtf8(String password) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));

        assertThat(stringToKey.toKey("K_c", password.toCharArray(), "").exposeMaterial())
                .isEqualTo(Arrays.copyOf(digest, 16));
    }

    @Test
    void doesNotModifyPassword() throws BadSaltException {
        char[] password = "secret".toCharArray();

        stringToKey.toKey("K_c", password, "");

        assertThat(password).containsExactly('s', 'e', 'c', 'r', 'e', 't');
    }
}
