package hallpass.adversary;

import hallpass.adversary.Decision.Answer;
import hallpass.adversary.Decision.Cut;
import hallpass.adversary.Decision.Delay;
import hallpass.adversary.Decision.Instead;
import hallpass.adversary.Decision.Pass;
import hallpass.adversary.Decision.Raw;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection through the adversary: both directions, frame by frame. */
final class Passage {
    private final Wire wire;
    private final int connection;
    private final Socket client;
    private final Socket server;
    /** How many directions have. */
    private final AtomicInteger ended = new AtomicInteger();

    Passage(Wire wire, int connection, Socket client, Socket server) {
        this.wire = wire;
        this.connection = connection;
        this.client = client;
        this.server = server;
    }

    void open() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Adversary.start("passage to server", () -> run(Direction.TO_SERVER));
        Adversary.start("passage to client", () -> run(Direction.TO_CLIENT));
    }

    /** As soon as one side is gone, the other sees it go. */
    void cut() {
        for (Socket socket : new Socket[] {client, server}) {
            Wire.closeQuietly(socket);
            wire.forget(socket);
        }
    }

    private Socket socket(Direction direction) {
        return direction == Direction.TO_SERVER ? server : client;
    }

    private void run(Direction direction) {
        try {
            DataInputStream in =
                    new DataInputStream(socket(direction.opposite()).getInputStream());
            while (true) {
                carryOut(in, direction);
            }
        } catch (EOFException e) {
            endOf(direction);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cut();
        } catch (IOException | DecodeException e) {
            // What is no frame cannot be passed on as one.
            cut();
        } catch (RuntimeException e) {
            // A fault of the scheme's. Without its thread nothing would come by here any more, and both sides would
            // wait.
            cut();
            throw e;
        }
    }

    /** The other direction may still have something to say, unless it has ended too. */
    private void endOf(Direction direction) {
        try {
            socket(direction).shutdownOutput();
            if (ended.incrementAndGet() == Direction.values().length) {
                cut();
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void carryOut(DataInputStream in, Direction direction)
            throws IOException, DecodeException, InterruptedException {
        Frame frame = Frames.read(in);
        // In the record before it is passed on: whoever has an answer finds its request there.
        Passing passing = wire.adversary().record(wire.server(), connection, direction, frame);
        Decision decision = wire.adversary().decide(passing);
        if (decision instanceof Pass) {
            send(frame, direction);
        } else if (decision instanceof Instead instead) {
            for (Frame other : instead.frames()) {
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
            cut();
        }
    }

    private void send(Frame frame, Direction direction) throws IOException {
        send(frame.toArray(), direction);
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
