package hallpass.adversary;

import hallpass.adversary.Decision.Answer;
import hallpass.adversary.Decision.Cut;
import hallpass.adversary.Decision.Delay;
import hallpass.adversary.Decision.Pass;
import hallpass.adversary.Decision.Raw;
import hallpass.adversary.Decision.Replace;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection through the adversary, forwarded frame by frame in both directions. */
final class ProxiedConnection {
    private final ProxyListener proxyListener;
    private final int connection;
    private final Socket client;
    private final Socket server;
    /** The number of directions that have ended. */
    private final AtomicInteger endedDirections = new AtomicInteger();

    ProxiedConnection(ProxyListener proxyListener, int connection, Socket client, Socket server) {
        this.proxyListener = proxyListener;
        this.connection = connection;
        this.client = client;
        this.server = server;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Adversary.startThread("proxy to server", () -> forwardAll(Direction.TO_SERVER));
        Adversary.startThread("proxy to client", () -> forwardAll(Direction.TO_CLIENT));
    }

    /** Closes both sockets. */
    void close() {
        for (Socket socket : new Socket[] {client, server}) {
            ProxyListener.closeQuietly(socket);
            proxyListener.remove(socket);
        }
    }

    private Socket socket(Direction direction) {
        return direction == Direction.TO_SERVER ? server : client;
    }

    private void forwardAll(Direction direction) {
        try {
            DataInputStream in =
                    new DataInputStream(socket(direction.opposite()).getInputStream());
            while (true) {
                forwardNext(in, direction);
            }
        } catch (EOFException e) {
            halfClose(direction);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        } catch (IOException | DecodeException e) {
            // The bytes are not a frame and cannot be forwarded.
            close();
        } catch (RuntimeException e) {
            // The interceptor failed. Without this thread both sides would wait forever.
            close();
            throw e;
        }
    }

    /** Ends one direction. The connection stays open until the other direction has ended too. */
    private void halfClose(Direction direction) {
        try {
            socket(direction).shutdownOutput();
            if (endedDirections.incrementAndGet() == Direction.values().length) {
                close();
            }
        } catch (IOException e) {
            close();
        }
    }

    private void forwardNext(DataInputStream in, Direction direction)
            throws IOException, DecodeException, InterruptedException {
        Frame frame = FrameReader.read(in);
        // Recorded before it is forwarded, so that the request of every reply is in the recording.
        RecordedFrame recorded = proxyListener.adversary().record(proxyListener.server(), connection, direction, frame);
        Decision decision = proxyListener.adversary().decide(recorded);
        if (decision instanceof Pass) {
            send(frame, direction);
        } else if (decision instanceof Replace replace) {
            for (Frame other : replace.frames()) {
                send(other, direction);
            }
        } else if (decision instanceof Raw raw) {
            send(raw.bytes().toArray(), direction);
        } else if (decision instanceof Answer answer) {
            send(answer.frame(), direction.opposite());
        } else if (decision instanceof Delay delay) {
            Thread.sleep(delay.duration().toMillis());
            send(frame, direction);
        } else if (decision instanceof Cut) {
            close();
        }
    }

    private void send(Frame frame, Direction direction) throws IOException {
        send(frame.encode(), direction);
    }

    private void send(byte[] bytes, Direction direction) throws IOException {
        OutputStream out = socket(direction).getOutputStream();
        // An answer of the adversary must not split a frame from the other side.
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }
}
