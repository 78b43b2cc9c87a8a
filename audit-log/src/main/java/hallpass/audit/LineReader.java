package hallpass.audit;

import hallpass.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** The lines of a log one by one, from any byte on; what follows the last newline is no line. */
final class LineReader {
    /** Several times what a line can be long; what is longer comes from somebody else and is not kept in memory. */
    static final int LONGEST = 64 * 1024;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private long from;
    private long position;

    LineReader(FileChannel channel, long from) {
        this.channel = channel;
        this.from = from;
        this.position = from;
    }

    /**
     * @param content without the newline, and no more than {@link #LONGEST} bytes of it
     * @param from where it begins, in bytes
     * @param end where the next begins
     */
    record RawLine(Bytes content, long from, long end) {}

    /** The next whole line; empty at the end, where more may come later. */
    Optional<RawLine> next() throws IOException {
        while (true) {
            while (buffer.hasRemaining()) {
                byte b = buffer.get();
                if (b == '\n') {
                    return Optional.of(cut());
                } else if (line.size() < LONGEST) {
                    line.write(b);
                }
            }
            if (!fill()) {
                return Optional.empty();
            }
        }
    }

    /** How many bytes follow the last whole line, once {@link #next} was empty. */
    long torn() {
        return position - from;
    }

    /** Where the last whole line ends. */
    long end() {
        return from;
    }

    private RawLine cut() {
        long end = position - buffer.remaining();
        RawLine cut = new RawLine(Bytes.of(line.toByteArray()), from, end);
        line.reset();
        from = end;
        return cut;
    }

    private boolean fill() throws IOException {
        buffer.clear();
        int read = channel.read(buffer, position);
        buffer.flip();
        position += Math.max(read, 0);
        return read > 0;
    }
}
