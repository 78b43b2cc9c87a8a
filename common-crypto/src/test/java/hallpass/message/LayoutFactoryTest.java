package hallpass.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.crypto.SymmetricKey;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutFactoryTest {
    private static final String TIME = "0008" + "0000000000000001";

    @Test
    void nonceKeepsAll64Bits() throws DecodeException {
        for (long value : new long[] {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            PrincipalName name = new PrincipalName("n");
            AsReq message = new AsReq(name, name, new Nonce(value), Instant.EPOCH, Bytes.EMPTY);
            assertThat(MessageType.decode(MessageType.encode(message))).isEqualTo(message);
        }
    }

    @Test
    void nonceIsRandomAndPrintedInHex() {
        assertThat(Nonce.random(count -> Bytes.ofHex("ff00000000000001").toArray()))
                .hasToString("ff00000000000001");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void decodedKeyIsLabelledWithItsFieldName(int size) throws DecodeException {
        SymmetricKey key = SymmetricKey.of("K_alice", new byte[size]);
        byte[] plaintext = KeyUpdateReqPart.PART.layout().encode(new KeyUpdateReqPart(key, Instant.EPOCH));

        SymmetricKey read = KeyUpdateReqPart.PART.layout().decode(plaintext).key();

        assertThat(read).isEqualTo(key);
        assertThat(read.label()).isEqualTo("new key");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 24, 64})
    void refusesKeyOfInvalidSize(int size) {
        String plaintext = "%04x".formatted(size) + "00".repeat(size) + TIME;

        assertThatThrownBy(() -> KeyUpdateReqPart.PART
                        .layout()
                        .decode(Bytes.ofHex(plaintext).toArray()))
                .isInstanceOf(DecodeException.class)
                .hasMessage("the new key.new key is " + size + " bytes long, which is not an AES key size");
    }

    @ParameterizedTest
    @EnumSource
    void encodesAndDecodesEveryErrorCode(ErrorCode code) throws DecodeException {
        ErrorMessage error = new ErrorMessage(code, Instant.EPOCH, code.description());

        assertThat(MessageType.decode(MessageType.encode(error))).isEqualTo(error);
    }

    @Test
    void refusesUnknownErrorCode() {
        Frame frame = new Frame(MessageType.ERROR.number(), Bytes.ofHex("0002" + "ffff" + TIME + "0000"));

        assertThatThrownBy(() -> MessageType.decode(frame)).hasMessage("ERROR.code is 65535, an unknown error code");
    }

    /** Numbers below 1000 belong to RFC 4120. */
    @ParameterizedTest
    @EnumSource
    void hallpassErrorCodesStartAt1000(ErrorCode code) {
        assertThat(code.number() >= 1000).isEqualTo(code.name().startsWith("HP_ERR_"));
        assertThat(code.description()).isNotBlank();
    }
}
