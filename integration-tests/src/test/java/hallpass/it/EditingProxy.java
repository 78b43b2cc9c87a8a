package hallpass.it;

import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** Stands in front of a server, and edits its replies. */
final class EditingProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final UnaryOperator<Message> edit;
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    EditingProxy(InetSocketAddress server, UnaryOperator<Message> edit) throws IOException {
        this.server = server;
        this.edit = edit;
        Thread thread = new Thread(this::accept, "editing-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** One connection after another, which is enough for one client. */
    private void accept() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept();
                    Socket other = new Socket(server.getAddress(), server.getPort())) {
                converse(client, other);
            } catch (IOException | DecodeException e) {
                // The client has gone, or the proxy closes: both end a connection and nothing else.
            }
        }
    }

    private void converse(Socket client, Socket other) throws IOException, DecodeException {
        DataInputStream requests = new DataInputStream(client.getInputStream());
        DataInputStream replies = new DataInputStream(other.getInputStream());
        while (true) {
            other.getOutputStream().write(read(requests).toArray());
            Message reply = MessageType.decode(read(replies));
            client.getOutputStream().write(MessageType.encode(edit.apply(reply)).toArray());
        }
    }

    private static Frame read(DataInputStream in) throws IOException {
        return Frame.ofContent(ByteBuffer.wrap(in.readNBytes(in.readInt())));
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
