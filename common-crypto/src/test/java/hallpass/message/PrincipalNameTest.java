package hallpass.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.Fault;
import hallpass.wire.Frame;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalNameTest {
    private static final String TIME = "0008" + "0000000000000001";

    @Test
    void namesTheTicketGrantingServiceOfARealm() {
        assertThat(PrincipalName.ticketGranting("HALLPASS.TEST")).hasToString("krbtgt/HALLPASS.TEST");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128})
    void takesUpTo128Bytes(int size) throws DecodeException {
        PrincipalName name = new PrincipalName("n".repeat(size));
        CertificateReq message = new CertificateReq(name, Instant.EPOCH);

        assertThat(MessageType.decode(MessageType.encode(message))).isEqualTo(message);
    }

    @Test
    void countsBytesAndNotCharacters() {
        assertThat(new PrincipalName("é".repeat(64)).text()).hasSize(64);
        assertThatThrownBy(() -> new PrincipalName("é".repeat(64) + "e"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a name has 1 to 128 bytes, not 129");
    }

    @Test
    void cannotBeEmpty() {
        assertThatThrownBy(() -> new PrincipalName("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isRefusedEmptyOnTheWire() {
        DecodeException refused = refused("0000" + TIME);

        assertThat(refused).hasMessage("CERTIFICATE-REQ.ID_s is an empty name");
        assertThat(refused.fault()).isEqualTo(Fault.MALFORMED);
    }

    @Test
    void isRefusedOverLongOnTheWire() {
        DecodeException refused = refused("0081" + "6e".repeat(129) + TIME);

        assertThat(refused).hasMessage("CERTIFICATE-REQ.ID_s is 129 bytes long; a name has at most 128");
        assertThat(refused.fault()).isEqualTo(Fault.TOO_LONG);
    }

    @Test
    void isRefusedOnTheWireIfNotUtf8() {
        assertThat(refused("0001" + "ff" + TIME)).hasMessage("CERTIFICATE-REQ.ID_s is not valid UTF-8");
    }

    private static DecodeException refused(String body) {
        Frame frame = new Frame(MessageType.CERTIFICATE_REQ.number(), Bytes.ofHex(body));
        return catchThrowableOfType(DecodeException.class, () -> MessageType.decode(frame));
    }
}
