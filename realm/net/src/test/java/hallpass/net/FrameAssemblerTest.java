package hallpass.net;

import static hallpass.net.RawFrameClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameAssemblerTest {
    private static final Frame LONGEST = frame("x".repeat(Frame.MAX_LENGTH - 1));

    private final FrameAssembler assembler = new FrameAssembler();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 255, 256, 257, 4096, 100_000})
    void assemblesFramesFromPiecesOfAnySize(int size) throws DecodeException {
        ByteBuffer all = ByteBuffer.allocate(2 * LONGEST.size() + frame("").size());
        all.put(LONGEST.encode()).put(frame("").encode()).put(LONGEST.encode()).flip();
        assertThat(next(all, size)).isEqualTo(LONGEST);
        assertThat(next(all, size)).isEqualTo(frame(""));
        assertThat(next(all, size)).isEqualTo(LONGEST);
        assertThat(all.hasRemaining()).isFalse();
    }

    @Test
    void readsOneFrameAtATime() throws DecodeException {
        byte[] one = frame("one").encode();
        ByteBuffer two = ByteBuffer.allocate(2 * one.length).put(one).put(one).flip();
        assertThat(assembler.read(two)).contains(frame("one"));
        assertThat(two.remaining()).isEqualTo(one.length);
    }

    @Test
    void reportsPartialFrame() throws DecodeException {
        ByteBuffer bytes = ByteBuffer.wrap(frame("f").encode());
        assertThat(assembler.hasPartialFrame()).isFalse();
        while (bytes.remaining() > 1) {
            assertThat(assembler.read(bytes.slice(bytes.position(), 1))).isEmpty();
            assertThat(assembler.hasPartialFrame()).isTrue();
            bytes.get();
        }
        assertThat(assembler.read(bytes)).isPresent();
        assertThat(assembler.hasPartialFrame()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Frame.MAX_LENGTH + 1, 0x8000_0000, 0x7fff_ffff, 0xffff_ffff})
    void refusesInvalidLengthImmediately(int length) {
        assertThatThrownBy(() -> assembler.read(prefix(length))).isInstanceOf(DecodeException.class);
    }

    @Test
    void allocatesAtMostTwiceTheReceivedBytes() throws DecodeException {
        assembler.read(prefix(Frame.MAX_LENGTH));
        assertThat(assembler.capacity()).isZero();
        for (int received = 1; received < Frame.MAX_LENGTH; received++) {
            assembler.read(ByteBuffer.wrap(new byte[1]));
            assertThat(assembler.capacity())
                    .isLessThanOrEqualTo(Math.max(FrameAssembler.INITIAL_CAPACITY, 2 * received));
        }
    }

    @Test
    void allocatesNothingBetweenFrames() throws DecodeException {
        assembler.read(ByteBuffer.wrap(LONGEST.encode()));
        assertThat(assembler.capacity()).isZero();
    }

    private Frame next(ByteBuffer all, int size) throws DecodeException {
        while (true) {
            ByteBuffer piece = all.slice(all.position(), Math.min(size, all.remaining()));
            var frame = assembler.read(piece);
            all.position(all.position() + piece.position());
            if (frame.isPresent()) {
                return frame.get();
            }
        }
    }

    private static ByteBuffer prefix(int length) {
        return ByteBuffer.allocate(Frame.PREFIX_SIZE).putInt(length).flip();
    }
}
