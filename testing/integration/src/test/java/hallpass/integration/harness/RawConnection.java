package hallpass.integration.harness;

import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Sends arbitrary bytes to a server. */
public final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 120_000;

    private final Socket socket;
    private final DataInputStream in;

    public RawConnection(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    public RawConnection send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    public ErrorMessage readError() throws IOException, DecodeException {
        int length = in.readInt();
        byte[] content = in.readNBytes(length);
        return (ErrorMessage) MessageType.decode(Frame.decodeContent(ByteBuffer.wrap(content)));
    }

    /** Whether the server closes the connection without sending more. */
    public boolean isClosedByServer() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
