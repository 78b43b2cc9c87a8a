package hallpass.pki;

import static hallpass.pki.TestAuthority.ROGUE_PAIR;
import static hallpass.pki.TestAuthority.SERVER;
import static hallpass.pki.TestAuthority.SERVER_PAIR;
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
    private static final Bytes REQUEST = CertificateRequest.signed(SERVER, SERVER_PAIR);

    @Test
    void givesTheKeyOfWhoHasItsPrivateHalf() throws Exception {
        assertThat(CertificateRequest.accept(REQUEST, SERVER)).isEqualTo(SERVER_PAIR.getPublic());
    }

    @Test
    void refusesARequestForAnotherName() {
        assertNotAccepted(CertificateRequest.signed(new PrincipalName("ID-Other"), SERVER_PAIR));
    }

    @Test
    void refusesARequestThatIsNotSignedByItsOwnKey() {
        // Of two requests of one length, the content of the first and the signature of the second.
        byte[] grafted = REQUEST.toArray();
        byte[] other = CertificateRequest.signed(SERVER, ROGUE_PAIR).toArray();
        assertThat(other).hasSameSizeAs(grafted);
        System.arraycopy(other, other.length - 256, grafted, grafted.length - 256, 256);

        assertNotAccepted(Bytes.of(grafted));
    }

    @Test
    void refusesWhatIsNotExactlyOneRequestInDer() {
        byte[] bytes = REQUEST.toArray();

        assertNotAccepted(Bytes.EMPTY);
        assertNotAccepted(Bytes.ofHex("30"));
        assertNotAccepted(Bytes.ofHex("3003020100"));
        assertNotAccepted(Bytes.of(Arrays.copyOf(bytes, bytes.length - 1)));
        assertNotAccepted(Bytes.of(Arrays.copyOf(bytes, bytes.length + 1)));
        assertNotAccepted(Bytes.of(new byte[5000]));
    }

    @Test
    void refusesEveryFlippedBit() {
        for (int i = 0; i < REQUEST.size(); i++) {
            byte[] edited = REQUEST.toArray();
            edited[i] ^= (byte) (1 << i % Byte.SIZE);
            assertNotAccepted(Bytes.of(edited));
        }
    }

    @Test
    void refusesAKeyThatIsTooShort() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();

        assertNotAccepted(CertificateRequest.signed(SERVER, weak));
    }

    private static void assertNotAccepted(Bytes request) {
        assertThatThrownBy(() -> CertificateRequest.accept(request, SERVER))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("HP_ERR_CERTIFICATE_REQUEST");
    }
}
