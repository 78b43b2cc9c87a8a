package hallpass.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.DecodeFault;
import hallpass.wire.Frame;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalNameTest {
    private static final String TIME = "0008" + "0000000000000001";

    @Test
    void buildsTicketGrantingServiceName() {
        assertThat(PrincipalName.ticketGrantingService("HALLPASS.TEST")).hasToString("krbtgt/HALLPASS.TEST");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128})
    void acceptsUpTo128Bytes(int size) throws DecodeException {
        PrincipalName name = new PrincipalName("n".repeat(size));
        ServerCertificateReq message = new ServerCertificateReq(name, Instant.EPOCH);

        assertThat(MessageType.decode(MessageType.encode(message))).isEqualTo(message);
    }

    @Test
    void limitsBytesNotCharacters() {
        assertThat(new PrincipalName("é".repeat(64)).text()).hasSize(64);
        assertThatThrownBy(() -> new PrincipalName("é".repeat(64) + "e"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a name has 1 to 128 bytes, not 129");
    }

    @Test
    void refusesEmptyName() {
        assertThatThrownBy(() -> new PrincipalName("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToDecodeEmptyName() {
        DecodeException refused = decodeFailure("0000" + TIME);

        assertThat(refused).hasMessage("CERTIFICATE-REQ.ID_s is an empty name");
        assertThat(refused.fault()).isEqualTo(DecodeFault.MALFORMED);
    }

    @Test
    void refusesToDecodeOverlongName() {
        DecodeException refused = decodeFailure("0081" + "6e".repeat(129) + TIME);

        assertThat(refused).hasMessage("CERTIFICATE-REQ.ID_s is 129 bytes long; a name has at most 128");
        assertThat(refused.fault()).isEqualTo(DecodeFault.TOO_LONG);
    }

    @Test
    void refusesToDecodeInvalidUtf8() {
        assertThat(decodeFailure("0001" + "ff" + TIME)).hasMessage("CERTIFICATE-REQ.ID_s is not valid UTF-8");
    }

    private static DecodeException decodeFailure(String body) {
        Frame frame = new Frame(MessageType.CERTIFICATE_REQ.number(), Bytes.ofHex(body));
        return catchThrowableOfType(DecodeException.class, () -> MessageType.decode(frame));
    }
}
