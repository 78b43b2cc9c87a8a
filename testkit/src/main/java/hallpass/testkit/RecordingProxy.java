package hallpass.testkit;

import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in front of a server, passes on what comes from either side, frame by frame, and keeps a copy. A frame is in
 * the record before it is passed on: whoever has an answer finds it there, with its request.
 */
public final class RecordingProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Recorded> frames = new CopyOnWriteArrayList<>();
    private final List<Bytes> unframed = new CopyOnWriteArrayList<>();

    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /**
     * A frame that passed.
     *
     * @param connection counted from 1
     */
    public record Recorded(int connection, Direction direction, Frame frame) {}

    private RecordingProxy(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** Listens on a free port of the loopback interface. */
    public static RecordingProxy inFrontOf(InetSocketAddress server) throws IOException {
        RecordingProxy proxy = new RecordingProxy(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        start(proxy::accept);
        return proxy;
    }

    /** Where to go instead of to the server. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** All whole frames, in the order in which they passed. */
    public List<Recorded> frames() {
        return List.copyOf(frames);
    }

    /** What passed and was no whole frame, in pieces: empty as long as everybody keeps to the protocol. */
    public List<Bytes> unframed() {
        return List.copyOf(unframed);
    }

    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(RecordingProxy::closeQuietly);
    }

    private void accept() {
        for (int connection = 1; ; connection++) {
            try {
                connect(connection, listener.accept());
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            }
        }
    }

    private void connect(int connection, Socket client) throws IOException {
        Socket other = new Socket();
        open.addAll(List.of(client, other));
        try {
            client.setTcpNoDelay(true);
            other.setTcpNoDelay(true);
            other.connect(server);
            if (listener.isClosed()) {
                throw new IOException("closed while this connection came in");
            }
        } catch (IOException e) {
            // The client finds here what it would have found there: nobody.
            closeQuietly(client);
            closeQuietly(other);
            throw e;
        }
        start(() -> pass(connection, Direction.TO_SERVER, client, other));
        start(() -> pass(connection, Direction.TO_CLIENT, other, client));
    }

    private void pass(int connection, Direction direction, Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (passFrame(connection, direction, in, out)) {
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // As soon as one side breaks, the other one sees it break.
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    /** Whether there may be another one. */
    private boolean passFrame(int connection, Direction direction, InputStream in, OutputStream out)
            throws IOException {
        byte[] prefix = in.readNBytes(Frame.PREFIX);
        byte[] content = prefix.length < Frame.PREFIX ? new byte[0] : in.readNBytes(length(prefix));
        byte[] whole = ByteBuffer.allocate(prefix.length + content.length)
                .put(prefix)
                .put(content)
                .array();
        try {
            frames.add(new Recorded(connection, direction, Frame.of(whole)));
            out.write(whole);
            return true;
        } catch (DecodeException e) {
            passUnframed(whole, in, out);
            return false;
        }
    }

    private static int length(byte[] prefix) {
        try {
            return Frame.checkLength(ByteBuffer.wrap(prefix).getInt());
        } catch (DecodeException e) {
            return 0;
        }
    }

    /** From here on nobody can tell where a frame begins, so the rest is passed on as it comes. */
    private void passUnframed(byte[] first, InputStream in, OutputStream out) throws IOException {
        byte[] run = first;
        while (run.length > 0) {
            unframed.add(Bytes.of(run));
            out.write(run);
            out.flush();
            run = in.readNBytes(Math.max(1, in.available()));
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "recording-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // There is nothing left that could be done with it.
        }
    }
}
