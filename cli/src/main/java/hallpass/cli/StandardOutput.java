package hallpass.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;

/**
 * The standard output of the process. Discards what nobody reads any more, as after {@code | head}:
 * that is no error. A write that fails for another reason, such as a full disk, is one.
 */
final class StandardOutput extends OutputStream {
    /** Events of poll(2) for a pipe without readers and for a terminal that has hung up. */
    private static final int READER_GONE = 8 | 16;

    private final FileDescriptor descriptor;
    private final OutputStream out;
    private volatile boolean readerGone;

    StandardOutput(FileDescriptor descriptor) {
        this.descriptor = descriptor;
        this.out = new FileOutputStream(descriptor);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] content, int from, int length) throws IOException {
        if (readerGone) {
            return;
        }
        try {
            out.write(content, from, length);
        } catch (IOException e) {
            readerGone = isReaderGone() || String.valueOf(e.getMessage()).contains("roken pipe");
            if (!readerGone) {
                throw e;
            }
        }
    }

    /** Whether nobody reads the output any more. Does not write, and does not wait. */
    boolean isReaderGone() {
        return readerGone || (poll() & READER_GONE) != 0;
    }

    /**
     * Calls poll(2), which the JDK has for its sockets and does not export. The manifest of the
     * command's jar opens the package. Without that, only a write finds out.
     */
    private int poll() {
        try {
            Method poll = Class.forName("sun.nio.ch.Net")
                    .getDeclaredMethod("poll", FileDescriptor.class, int.class, long.class);
            poll.setAccessible(true);
            return (int) poll.invoke(null, descriptor, 0, 0L);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return 0;
        }
    }
}
