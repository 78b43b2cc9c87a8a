package hallpass.adversary;

import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads frames from a stream. */
public final class FrameReader {
    private FrameReader() {}

    /**
     * Reads the next frame.
     *
     * @throws EOFException if the stream ends before or within the frame
     * @throws DecodeException if the bytes are not a frame
     */
    public static Frame read(DataInputStream in) throws IOException, DecodeException {
        byte[] content = new byte[Frame.checkLength(in.readInt())];
        in.readFully(content);
        return Frame.decodeContent(ByteBuffer.wrap(content));
    }
}
