package hallpass.pki;

import static hallpass.pki.PkiFixtures.ROGUE_PAIR;
import static hallpass.pki.PkiFixtures.SERVER;
import static hallpass.pki.PkiFixtures.SERVER_PAIR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.message.PrincipalName;
import hallpass.protocol.Refusal;
import hallpass.wire.Bytes;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CertificateRequestTest {
    private static final Bytes REQUEST = CertificateRequest.create(SERVER, SERVER_PAIR);

    @Test
    void returnsProvenKey() throws Exception {
        assertThat(CertificateRequest.verify(REQUEST, SERVER)).isEqualTo(SERVER_PAIR.getPublic());
    }

    @Test
    void refusesAnotherName() {
        assertRefused(CertificateRequest.create(new PrincipalName("ID-Other"), SERVER_PAIR));
    }

    @Test
    void refusesSignatureByAnotherKey() {
        // The content of one request with the signature of another of the same length.
        byte[] grafted = REQUEST.toArray();
        byte[] other = CertificateRequest.create(SERVER, ROGUE_PAIR).toArray();
        assertThat(other).hasSameSizeAs(grafted);
        System.arraycopy(other, other.length - 256, grafted, grafted.length - 256, 256);

        assertRefused(Bytes.of(grafted));
    }

    @Test
    void refusesAnythingButOneDerRequest() {
        byte[] bytes = REQUEST.toArray();

        assertRefused(Bytes.EMPTY);
        assertRefused(Bytes.ofHex("30"));
        assertRefused(Bytes.ofHex("3003020100"));
        assertRefused(Bytes.of(Arrays.copyOf(bytes, bytes.length - 1)));
        assertRefused(Bytes.of(Arrays.copyOf(bytes, bytes.length + 1)));
        assertRefused(Bytes.of(new byte[5000]));
    }

    @Test
    void refusesFlippedBits() {
        for (int i = 0; i < REQUEST.size(); i++) {
            byte[] edited = REQUEST.toArray();
            edited[i] ^= (byte) (1 << i % Byte.SIZE);
            assertRefused(Bytes.of(edited));
        }
    }

    @Test
    void refusesShortKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();

        assertRefused(CertificateRequest.create(SERVER, weak));
    }

    private static void assertRefused(Bytes request) {
        assertThatThrownBy(() -> CertificateRequest.verify(request, SERVER))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("HP_ERR_CERTIFICATE_REQUEST");
    }
}
