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

/** One connection through the adversary: both directions, frame by frame. */
final class ProxiedConnection {
    private final ProxyListener proxyListener;
    private final int connection;
    private final Socket client;
    private final Socket server;
    /** How many directions have. */
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
        Adversary.startThread("passage to server", () -> forwardAll(Direction.TO_SERVER));
        Adversary.startThread("passage to client", () -> forwardAll(Direction.TO_CLIENT));
    }

    /** As soon as one side is gone, the other sees it go. */
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
            // What is no frame cannot be passed on as one.
            close();
        } catch (RuntimeException e) {
            // A fault of the scheme's. Without its thread nothing would come by here any more, and both sides would
            // wait.
            close();
            throw e;
        }
    }

    /** The other direction may still have something to say, unless it has ended too. */
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
        // In the record before it is passed on: whoever has an answer finds its request there.
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
        // An answer of ours must not come into the middle of a frame from the other side.
        synchronized (out) {
            out.write(bytes);
            out.flush();
        }
    }
}
