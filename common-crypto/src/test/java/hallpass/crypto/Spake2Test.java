package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hallpass.crypto.Spake2.SharedSecret;
import java.math.BigInteger;
import java.util.HexFormat;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Spake2Test {
    private static final byte[] TRANSCRIPT = {1, 2, 3};
    private static final SymmetricKey KEY = SymmetricKey.of("K_c", new byte[32]);
    private static final SymmetricKey OTHER_KEY = SymmetricKey.of(
            "K_c", HexFormat.of().parseHex("0100000000000000000000000000000000000000000000000000000000000000"));

    /** The first P-256 test vector of RFC 9382 appendix B. */
    @Test
    void matchesRfc9382Vector() throws BadIntegrityException {
        BigInteger factor = number("2ee57912099d31560b3a44b1184b9b4866e904c49d12ac5042c97dca461b1a5f");
        Spake2 first =
                Spake2.forKdc(factor, number("43dd0fd7215bdcb482879fca3220c6a968e66d70b1356cac18bb26c84a78d729"));
        Spake2 second =
                Spake2.forClient(factor, number("dcb60106f276b02606d8ef0a328c02e4b629f84f89786af5befb0bc75b6e66be"));

        // The RFC has uncompressed points. The parity of y determines the first byte.
        assertThat(hex(first.share())).isEqualTo("02a56fa807caaa53a4d28dbb9853b9815c61a411118a6fe516a8798434751470f9");
        assertThat(hex(second.share())).isEqualTo("0306557e482bd03097ad0cbaa5df82115460d951e3451962f1eaf4367a420676d0");
        String shared = "0312af7e89717850671913e6b469ace67bd90a4df8ce45c2af19010175e37eed69";
        assertThat(hex(first.sharedPoint(second.share()))).isEqualTo(shared);
        assertThat(hex(second.sharedPoint(first.share()))).isEqualTo(shared);
    }

    @Test
    void agreesUnderTheSameKey() throws BadIntegrityException {
        Spake2 kdc = Spake2.forKdc(KEY, Randomness.secure());
        Spake2 client = Spake2.forClient(KEY, Randomness.secure());

        SharedSecret kdcSecret = kdc.agree(client.share(), TRANSCRIPT);
        SharedSecret clientSecret = client.agree(kdc.share(), TRANSCRIPT);

        assertThat(clientSecret.confirmation())
                .isEqualTo(kdcSecret.confirmation())
                .hasSize(Spake2.CONFIRMATION_SIZE);
        assertThat(clientSecret.replyKey("K", 32)).isEqualTo(kdcSecret.replyKey("K", 32));
        assertThat(clientSecret.replyKey("K", 32).exposeMaterial()).isNotEqualTo(clientSecret.confirmation());
    }

    @Test
    void disagreesUnderAnotherKeyOrTranscript() throws BadIntegrityException {
        Spake2 kdc = Spake2.forKdc(KEY, Randomness.secure());
        Spake2 client = Spake2.forClient(KEY, Randomness.secure());
        Spake2 stranger = Spake2.forClient(OTHER_KEY, Randomness.secure());
        byte[] right = kdc.agree(client.share(), TRANSCRIPT).confirmation();

        assertThat(client.agree(kdc.share(), new byte[] {1, 2, 4}).confirmation())
                .isNotEqualTo(right);
        assertThat(stranger.agree(kdc.share(), TRANSCRIPT).confirmation())
                .isNotEqualTo(kdc.agree(stranger.share(), TRANSCRIPT).confirmation());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                // The point at infinity, in one byte and padded.
                "00",
                "000000000000000000000000000000000000000000000000000000000000000000",
                // No point has this x coordinate (SEC 1 §2.3.4).
                "02ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "05a56fa807caaa53a4d28dbb9853b9815c61a411118a6fe516a8798434751470f9",
                "020000000000000000000000000000000000000000000000000000000000000001",
            })
    void refusesShareOffTheCurve(String share) {
        Spake2 kdc = Spake2.forKdc(KEY, Randomness.secure());

        assertThatExceptionOfType(BadIntegrityException.class)
                .isThrownBy(() -> kdc.agree(HexFormat.of().parseHex(share), TRANSCRIPT));
    }

    /** A peer that returned the bare mask would know the key without the password. */
    @Test
    void refusesShareThatCancelsTheMask() {
        BigInteger factor = BigInteger.TEN;
        Spake2 kdc = Spake2.forKdc(factor, BigInteger.TWO);
        byte[] mask = HexFormat.of().parseHex("03d8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49");
        byte[] tenMasks = CustomNamedCurves.getByName("P-256")
                .getCurve()
                .decodePoint(mask)
                .multiply(factor)
                .normalize()
                .getEncoded(true);

        assertThatExceptionOfType(BadIntegrityException.class).isThrownBy(() -> kdc.agree(tenMasks, TRANSCRIPT));
    }

    private static BigInteger number(String hex) {
        return new BigInteger(hex, 16);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
