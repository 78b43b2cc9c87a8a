package hallpass.crypto;

import static hallpass.crypto.RsaEncryption.OAEP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class RsaOaepTest {
    private static final HexFormat HEX = HexFormat.of();
    private static KeyPair pair;

    @BeforeAll
    static void generateKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        pair = generator.generateKeyPair();
    }

    @Test
    void roundTripsUpToCapacity() throws Exception {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        assertThat(OAEP.capacity(key)).isEqualTo(190);

        for (int length : new int[] {0, 1, 190}) {
            byte[] plaintext = new byte[length];
            assertThat(OAEP.open(pair.getPrivate(), OAEP.seal(key, plaintext))).isEqualTo(plaintext);
        }
    }

    @Test
    void refusesOversizedPlaintext() {
        assertThatThrownBy(() -> OAEP.seal((RSAPublicKey) pair.getPublic(), new byte[191]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void failsWithOneMessage() {
        byte[] sealed = OAEP.seal((RSAPublicKey) pair.getPublic(), new byte[16]);
        byte[] edited = sealed.clone();
        edited[100] ^= 1;
        byte[] tooLarge = sealed.clone();
        Arrays.fill(tooLarge, (byte) 0xff);

        for (byte[] bad : new byte[][] {edited, tooLarge, new byte[0], new byte[256], new byte[255], new byte[257]}) {
            assertThatThrownBy(() -> OAEP.open(pair.getPrivate(), bad))
                    .isInstanceOf(BadIntegrityException.class)
                    .hasMessage("does not open with this private key")
                    .hasNoCause();
        }
    }

    @Test
    void refusesCiphertextWithoutItsLeadingZero() throws Exception {
        byte[] sealed;
        do {
            sealed = OAEP.seal((RSAPublicKey) pair.getPublic(), new byte[16]);
        } while (sealed[0] != 0);
        byte[] sameNumber = Arrays.copyOfRange(sealed, 1, sealed.length);

        assertThat(OAEP.open(pair.getPrivate(), sealed)).isEqualTo(new byte[16]);
        assertThatThrownBy(() -> OAEP.open(pair.getPrivate(), sameNumber))
                .isInstanceOf(BadIntegrityException.class)
                .hasMessage("does not open with this private key");
    }

    @TestFactory
    Stream<DynamicTest> passesWycheproofVectors() {
        return WycheproofVectors.tests(
                "rsa_oaep_2048_sha256_mgf1sha256_test",
                (group, test) -> verify(privateKey(group.path("privateKeyPkcs8").asString()), test));
    }

    private static void verify(PrivateKey key, JsonNode test) throws Exception {
        byte[] ciphertext = HEX.parseHex(test.path("ct").asString());
        if (WycheproofVectors.isValid(test)) {
            assertThat(HEX.formatHex(OAEP.open(key, ciphertext)))
                    .isEqualTo(test.path("msg").asString());
        } else {
            assertThatThrownBy(() -> OAEP.open(key, ciphertext)).isInstanceOf(BadIntegrityException.class);
        }
    }

    private static PrivateKey privateKey(String pkcs8) {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(pkcs8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
