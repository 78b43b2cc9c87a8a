package hallpass.net;

import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Assembles frames from pieces of any size. Memory grows with the received bytes, not with the
 * length that the prefix announces.
 */
final class FrameAssembler {
    static final int INITIAL_CAPACITY = 256;

    private final ByteBuffer prefix = ByteBuffer.allocate(Frame.PREFIX_SIZE);
    private byte[] content = new byte[0];
    private int length;
    private int received;

    /**
     * Reads from {@code in} until a frame is complete or {@code in} is empty. After an exception
     * the stream cannot be resynchronised.
     *
     * @throws DecodeException if the length prefix is invalid; thrown as soon as it is complete
     */
    Optional<Frame> read(ByteBuffer in) throws DecodeException {
        if (prefix.hasRemaining() && !readPrefix(in)) {
            return Optional.empty();
        }
        readContent(in);
        return received == length ? Optional.of(finish()) : Optional.empty();
    }

    boolean hasPartialFrame() {
        return prefix.position() > 0;
    }

    /** Bytes allocated for the contents of the frame. */
    int capacity() {
        return content.length;
    }

    private boolean readPrefix(ByteBuffer in) throws DecodeException {
        while (prefix.hasRemaining() && in.hasRemaining()) {
            prefix.put(in.get());
        }
        if (prefix.hasRemaining()) {
            return false;
        }
        length = Frame.checkLength(prefix.getInt(0));
        return true;
    }

    private void readContent(ByteBuffer in) {
        int count = Math.min(in.remaining(), length - received);
        if (received + count > content.length) {
            int doubled = Math.max(INITIAL_CAPACITY, 2 * content.length);
            content = Arrays.copyOf(content, Math.min(length, Math.max(received + count, doubled)));
        }
        in.get(content, received, count);
        received += count;
    }

    private Frame finish() {
        Frame frame = Frame.decodeContent(ByteBuffer.wrap(content, 0, length));
        prefix.clear();
        content = new byte[0];
        length = 0;
        received = 0;
        return frame;
    }
}
