package hallpass.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void isImmutable() {
        byte[] input = {1, 2};
        Bytes bytes = Bytes.of(input);
        input[0] = 9;
        bytes.toArray()[1] = 9;

        assertThat(bytes).isEqualTo(Bytes.ofHex("0102")).hasSameHashCodeAs(Bytes.ofHex("0102"));
    }

    @Test
    void printsLongContentAsSize() {
        assertThat(Bytes.of(new byte[32])).hasToString("00".repeat(32));
        assertThat(Bytes.of(new byte[33])).hasToString("33 bytes");
    }
}
