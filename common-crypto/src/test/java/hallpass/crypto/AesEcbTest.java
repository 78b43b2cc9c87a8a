package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AesEcbTest {
    private static final HexFormat HEX = HexFormat.of();
    /** NIST SP 800-38A F.1.1 and F.1.5: ECB-AES128 and ECB-AES256. */
    private static final byte[] PLAINTEXT =
            HEX.parseHex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                    + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");

    private final AesEcb suite = new AesEcb();
    private final SymmetricKey key = key("2b7e151628aed2a6abf7158809cf4f3c");

    @Test
    void matchesNistVectorAndAddsPaddingBlock() {
        assertThat(HEX.formatHex(suite.seal(key, KeyUsage.TICKET, AesEcbTest::noAssociatedData, PLAINTEXT), 0, 64))
                .isEqualTo("3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf"
                        + "43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4");
        assertThat(suite.seal(key, KeyUsage.TICKET, AesEcbTest::noAssociatedData, PLAINTEXT))
                .hasSize(80);
    }

    @Test
    void supports256BitKeys() {
        SymmetricKey longer = key("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");

        assertThat(HEX.formatHex(suite.seal(longer, KeyUsage.TICKET, AesEcbTest::noAssociatedData, PLAINTEXT), 0, 16))
                .isEqualTo("f3eed1bdb5d2a03c064b5a7e3db181f8");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 4096})
    void roundTrips(int length) throws Exception {
        byte[] plaintext = Arrays.copyOf(PLAINTEXT, length);

        byte[] sealed = suite.seal(key, KeyUsage.TICKET, AesEcbTest::noAssociatedData, plaintext);

        assertThat(sealed).hasSize((length / 16 + 1) * 16);
        assertThat(suite.open(key, KeyUsage.TICKET, AesEcbTest::noAssociatedData, sealed))
                .isEqualTo(plaintext);
    }

    @Test
    void encryptsEqualBlocksEqually() {
        byte[] sealed = suite.seal(key, KeyUsage.TICKET, AesEcbTest::noAssociatedData, new byte[32]);

        assertThat(Arrays.copyOfRange(sealed, 0, 16)).isEqualTo(Arrays.copyOfRange(sealed, 16, 32));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17})
    void refusesPartialBlocks(int length) {
        assertThatThrownBy(() -> suite.open(key, KeyUsage.TICKET, AesEcbTest::noAssociatedData, new byte[length]))
                .isInstanceOf(BadIntegrityException.class);
    }

    @Test
    void refusesWrongPadding() {
        byte[] sealed = suite.seal(key, KeyUsage.TICKET, AesEcbTest::noAssociatedData, PLAINTEXT);

        // Without the padding block, the plaintext's last byte 0x10 is not valid padding.
        assertThatThrownBy(
                        () -> suite.open(key, KeyUsage.TICKET, AesEcbTest::noAssociatedData, Arrays.copyOf(sealed, 64)))
                .isInstanceOf(BadIntegrityException.class)
                .hasMessage("has wrong padding");
    }

    private static SymmetricKey key(String hex) {
        return SymmetricKey.of("K", HEX.parseHex(hex));
    }

    private static byte[] noAssociatedData() {
        return new byte[0];
    }
}
