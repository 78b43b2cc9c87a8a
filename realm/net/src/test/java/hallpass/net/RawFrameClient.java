package hallpass.net;

import hallpass.wire.Bytes;
import hallpass.wire.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client that sends arbitrary bytes. Every read has a timeout, so that a fault fails the test.
 */
final class RawFrameClient implements AutoCloseable {
    static final int READ_TIMEOUT_MILLIS = 120_000;

    private final Socket socket = new Socket();

    RawFrameClient(InetSocketAddress server) throws IOException {
        this(server, 0);
    }

    RawFrameClient(InetSocketAddress server, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        socket.connect(server);
    }

    static Frame frame(String text) {
        return new Frame(1, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(Frame frame) {
        return new String(frame.body().toArray(), StandardCharsets.UTF_8);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(String text) throws IOException {
        send(frame(text).encode());
    }

    String receive() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] prefix = in.readNBytes(Frame.PREFIX_SIZE);
        if (prefix.length < Frame.PREFIX_SIZE) {
            throw new IOException("closed where a frame was awaited");
        }
        byte[] content = in.readNBytes(ByteBuffer.wrap(prefix).getInt());
        return text(Frame.decodeContent(ByteBuffer.wrap(content)));
    }

    String call(String text) throws IOException {
        send(text);
        return receive();
    }

    /** Whether the server closes the connection, with or without a reset. */
    boolean awaitsClose() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Whether the server closes the connection without a reset and without further bytes. */
    boolean awaitsOrderlyClose() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
