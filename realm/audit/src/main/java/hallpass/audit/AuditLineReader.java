package hallpass.audit;

import hallpass.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/** Reads the lines of a log from a position. An unterminated last line is not returned. */
final class AuditLineReader {
    /** Several times the length of any valid line; the rest of a longer line is skipped. */
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
     * A line as bytes.
     *
     * @param content without the newline, at most {@link #MAX_LINE_LENGTH} bytes
     * @param start the position of the first byte
     * @param end the position after the newline
     */
    record RawLine(Bytes content, long start, long end) {}

    /** The next line; empty at the end of the file, to which lines may still be appended. */
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

    /** The length of the unterminated last line, once {@link #next} has returned empty. */
    long tornBytes() {
        return position - lineStart;
    }

    /** The position after the last terminated line. */
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
