package hallpass.adversary;

import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads frames off a stream. */
public final class FrameReader {
    private FrameReader() {}

    /**
     * The next one.
     *
     * @throws EOFException if the stream ends before it is whole
     * @throws DecodeException if what is there is none
     */
    public static Frame read(DataInputStream in) throws IOException, DecodeException {
        byte[] content = new byte[Frame.checkLength(in.readInt())];
        in.readFully(content);
        return Frame.decodeContent(ByteBuffer.wrap(content));
    }
}
