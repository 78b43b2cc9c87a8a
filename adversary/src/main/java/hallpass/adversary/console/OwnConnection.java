package hallpass.adversary.console;

import hallpass.adversary.Direction;
import hallpass.adversary.Frames;
import hallpass.adversary.Passing;
import hallpass.adversary.Recording;
import hallpass.net.Addresses;
import hallpass.realm.RealmProblem;
import hallpass.trace.Party;
import hallpass.trace.Printable;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A connection that the adversary opens itself, to say what it recorded as if it were its own. */
final class OwnConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final Party server;
    private final Recording recording;
    private final Socket socket;

    private OwnConnection(Party server, Recording recording, Socket socket) {
        this.server = server;
        this.recording = recording;
        this.socket = socket;
    }

    static OwnConnection to(Party server, InetSocketAddress address, Recording recording) throws RealmProblem {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address, PATIENCE_MILLIS);
            return new OwnConnection(server, recording, socket);
        } catch (IOException e) {
            close(socket);
            throw new RealmProblem(
                    server.id() + " at " + Addresses.text(address) + " takes no connection ("
                            + Printable.of(String.valueOf(e.getMessage())) + "): see whether it runs.",
                    e);
        }
    }

    /** What is answered; both, question and answer, are recorded. */
    Passing ask(Frame frame) throws RealmProblem {
        recording.add(server, Passing.OWN, Direction.TO_SERVER, frame);
        try {
            socket.getOutputStream().write(frame.toArray());
            Frame answer = Frames.read(new DataInputStream(socket.getInputStream()));
            return recording.add(server, Passing.OWN, Direction.TO_CLIENT, answer);
        } catch (SocketTimeoutException e) {
            throw new RealmProblem(server.id() + " does not answer within " + PATIENCE_MILLIS / 1000 + " s.", e);
        } catch (EOFException e) {
            throw new RealmProblem(server.id() + " closes the connection without an answer.", e);
        } catch (IOException e) {
            throw new RealmProblem(
                    "The connection to " + server.id() + " broke: " + Printable.of(String.valueOf(e.getMessage()))
                            + ".",
                    e);
        } catch (DecodeException e) {
            throw new RealmProblem("What " + server.id() + " answers is no frame: " + e.problem() + ".", e);
        }
    }

    @Override
    public void close() {
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left that could be done with it.
        }
    }
}
