package hallpass.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.wire.DecodeException.DecodeFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    @Test
    void lengthCountsTypeAndBody() {
        assertThat(Bytes.of(new Frame(7, Bytes.ofHex("0a0b")).encode()))
                .isEqualTo(Bytes.ofHex("00000003" + "07" + "0a0b"));
        assertThat(Bytes.of(new Frame(255, Bytes.EMPTY).encode())).isEqualTo(Bytes.ofHex("00000001" + "ff"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, Frame.MAX_LENGTH - 1})
    void roundTrips(int bodySize) throws DecodeException {
        Frame frame = new Frame(0x3f, Bytes.of(new byte[bodySize]));

        assertThat(Frame.decode(frame.encode())).isEqualTo(frame);
        assertThat(frame.encode()).hasSize(frame.size());
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "65535", "65536"})
    void acceptsLengthsWithinLimits(int length) throws DecodeException {
        assertThat(Frame.checkLength(length)).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "0, MALFORMED",
        "65537, TOO_LONG",
        "2147483647, TOO_LONG",
        "2147483648, TOO_LONG",
        "4294967295, TOO_LONG",
    })
    void refusesInvalidLengths(long length, DecodeFault fault) {
        DecodeException refused = catchThrowableOfType(DecodeException.class, () -> Frame.checkLength((int) length));

        assertThat(refused).hasMessage("frame length " + length + " is not within 1 to 65536");
        assertThat(refused.fault()).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "'', frame has only 0 bytes",
        "00000001, frame has only 4 bytes",
        "0000000207, frame declares 2 bytes but has 1",
        "00000001070a, frame declares 1 bytes but has 2",
        "0000000007, frame length 0 is not within 1 to 65536",
        "ffffffff07, frame length 4294967295 is not within 1 to 65536",
    })
    void refusesIncompleteFrames(String hex, String problem) {
        assertThatThrownBy(() -> Frame.decode(Bytes.ofHex(hex).toArray())).hasMessage(problem);
    }

    @Test
    void constructorEnforcesLimits() {
        assertThatThrownBy(() -> new Frame(7, Bytes.of(new byte[Frame.MAX_LENGTH])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Frame(256, Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Frame(-1, Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }
}
