package hallpass.audit;

import hallpass.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** The lines of a log one by one, from any byte on; what follows the last newline is no line. */
final class AuditLineReader {
    /** Several times what a line can be long; what is longer comes from somebody else and is not kept in memory. */
    static final int MAX_LINE_LENGTH = 64 * 1024;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private long lineStart;
    private long position;

    AuditLineReader(FileChannel channel, long from) {
        this.channel = channel;
        this.lineStart = from;
        this.position = from;
    }

    /**
     * @param content without the newline, and no more than {@link #MAX_LINE_LENGTH} bytes of it
     * @param start where it begins, in bytes
     * @param end where the next begins
     */
    record RawLine(Bytes content, long start, long end) {}

    /** The next whole line; empty at the end, where more may come later. */
    Optional<RawLine> next() throws IOException {
        while (true) {
            while (buffer.hasRemaining()) {
                byte b = buffer.get();
                if (b == '\n') {
                    return Optional.of(completeLine());
                } else if (line.size() < MAX_LINE_LENGTH) {
                    line.write(b);
                }
            }
            if (!fill()) {
                return Optional.empty();
            }
        }
    }

    /** How many bytes follow the last whole line, once {@link #next} was empty. */
    long tornBytes() {
        return position - lineStart;
    }

    /** Where the last whole line ends. */
    long endOfLastLine() {
        return lineStart;
    }

    private RawLine completeLine() {
        long end = position - buffer.remaining();
        RawLine rawLine = new RawLine(Bytes.of(line.toByteArray()), lineStart, end);
        line.reset();
        lineStart = end;
        return rawLine;
    }

    private boolean fill() throws IOException {
        buffer.clear();
        int read = channel.read(buffer, position);
        buffer.flip();
        position += Math.max(read, 0);
        return read > 0;
    }
}
