package hallpass.it;

import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Sends whatever bytes it is given, as no client of ours would. */
final class RawPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final DataInputStream in;

    RawPeer(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    RawPeer send(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    ErrorMessage readError() throws IOException, DecodeException {
        int length = in.readInt();
        byte[] content = in.readNBytes(length);
        return (ErrorMessage) MessageType.decode(Frame.ofContent(ByteBuffer.wrap(content)));
    }

    /** Whether the server ends the connection, and says nothing more. */
    boolean isClosedByServer() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
