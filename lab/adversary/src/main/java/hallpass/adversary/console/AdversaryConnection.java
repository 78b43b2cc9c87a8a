package hallpass.adversary.console;

import hallpass.adversary.Direction;
import hallpass.adversary.FrameReader;
import hallpass.adversary.RecordedFrame;
import hallpass.adversary.Recording;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.message.Party;
import hallpass.net.Addresses;
import hallpass.trace.PrintableText;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A connection that the adversary opens to send recorded frames. */
final class AdversaryConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Party server;
    private final Recording recording;
    private final Socket socket;

    private AdversaryConnection(Party server, Recording recording, Socket socket) {
        this.server = server;
        this.recording = recording;
        this.socket = socket;
    }

    static AdversaryConnection open(Party server, InetSocketAddress address, Recording recording)
            throws RealmException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(address, TIMEOUT_MILLIS);
            return new AdversaryConnection(server, recording, socket);
        } catch (IOException e) {
            close(socket);
            throw new RealmException(
                    RealmError.IO_FAILURE,
                    Addresses.text(address),
                    server.id() + " at " + Addresses.text(address) + " does not accept connections ("
                            + PrintableText.escape(String.valueOf(e.getMessage())) + "): check whether it is running.",
                    e);
        }
    }

    /** Sends a frame and returns the reply; records both. */
    RecordedFrame send(Frame frame) throws RealmException {
        recording.add(server, RecordedFrame.OWN_CONNECTION, Direction.TO_SERVER, frame);
        try {
            socket.getOutputStream().write(frame.encode());
            Frame answer = FrameReader.read(new DataInputStream(socket.getInputStream()));
            return recording.add(server, RecordedFrame.OWN_CONNECTION, Direction.TO_CLIENT, answer);
        } catch (SocketTimeoutException e) {
            throw new RealmException(
                    RealmError.IO_FAILURE,
                    server.id(),
                    server.id() + " did not answer within " + TIMEOUT_MILLIS / 1000 + " s.",
                    e);
        } catch (EOFException e) {
            throw new RealmException(
                    RealmError.IO_FAILURE, server.id(), server.id() + " closed the connection without an answer.", e);
        } catch (IOException e) {
            throw new RealmException(
                    RealmError.IO_FAILURE,
                    server.id(),
                    "The connection to " + server.id() + " broke: "
                            + PrintableText.escape(String.valueOf(e.getMessage())) + ".",
                    e);
        } catch (DecodeException e) {
            throw new RealmException(
                    RealmError.IO_FAILURE,
                    server.id(),
                    server.id() + " answered with bytes that are not a frame: " + e.problem() + ".",
                    e);
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
            // Closing failed; there is nothing else to do.
        }
    }
}
