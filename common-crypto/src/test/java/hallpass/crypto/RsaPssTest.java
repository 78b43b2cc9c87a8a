package hallpass.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class RsaPssTest {
    private static final byte[] CONTENT = {1, 2, 3};
    private static KeyPair pair;

    @BeforeAll
    static void generateKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        pair = generator.generateKeyPair();
    }

    @Test
    void verifiesRandomizedSignatures() {
        byte[] signature = RsaPss.sign(pair.getPrivate(), CONTENT);

        assertThat(RsaPss.verify(pair.getPublic(), CONTENT, signature)).isTrue();
        assertThat(signature).hasSize(256).isNotEqualTo(RsaPss.sign(pair.getPrivate(), CONTENT));
    }

    @Test
    void refusesAlteredContentOrSignature() {
        byte[] signature = RsaPss.sign(pair.getPrivate(), CONTENT);
        byte[] edited = signature.clone();
        edited[7] ^= 1;

        assertThat(RsaPss.verify(pair.getPublic(), new byte[] {1, 2, 4}, signature))
                .isFalse();
        for (byte[] bad : new byte[][] {edited, new byte[0], new byte[256], new byte[255], new byte[257]}) {
            assertThat(RsaPss.verify(pair.getPublic(), CONTENT, bad)).isFalse();
        }
    }

    @TestFactory
    Stream<DynamicTest> passesWycheproofVectors() {
        return WycheproofVectors.tests("rsa_pss_2048_sha256_mgf1_32_test", (group, test) -> {
            // Groups without PSS parameters in the key use a plain RSA key, as certificates do.
            PublicKey key = publicKey(group);
            assertThat(RsaPss.verify(key, WycheproofVectors.bytes(test, "msg"), WycheproofVectors.bytes(test, "sig")))
                    .isEqualTo(WycheproofVectors.isValid(test));
        });
    }

    private static PublicKey publicKey(JsonNode group) {
        byte[] der = WycheproofVectors.bytes(group, "publicKeyDer");
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
