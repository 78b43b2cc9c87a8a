package hallpass.net;

import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.StatusReq;
import hallpass.trace.Printable;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.Received;
import hallpass.trace.TraceEvent.Sent;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.Fault;
import hallpass.wire.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * The asking side of a connection: one request, then its reply, then the next. After anything but a reply or an
 * {@link ErrorReply} it is closed, since a late reply could be taken for that of another request.
 */
public final class MessageConnection implements AutoCloseable {
    private static final int CHUNK = 4 * 1024;
    /** Holds any one frame whole, so that sending does not wait for a server that does not read. */
    private static final int SEND_BUFFER = 4 * Frame.MAX_LENGTH;

    private final Socket socket;
    private final InetSocketAddress server;
    private final InetSocketAddress local;
    private final Duration replyTimeout;
    private Optional<Patience> first;

    /** How long a reply is waited for, from when on. */
    private record Patience(Duration limit, long since) {
        Duration left() {
            return limit.minusNanos(System.nanoTime() - since);
        }
    }

    private MessageConnection(
            Socket socket, InetSocketAddress server, Optional<Patience> first, Duration replyTimeout) {
        this.socket = socket;
        this.server = server;
        this.local = (InetSocketAddress) socket.getLocalSocketAddress();
        this.first = first;
        this.replyTimeout = replyTimeout;
    }

    /**
     * @param replyTimeout for each reply, from the request on
     * @throws UnreachableException if nothing there takes the connection in time
     */
    public static MessageConnection open(InetSocketAddress server, Duration connectTimeout, Duration replyTimeout)
            throws UnreachableException {
        return new MessageConnection(connected(server, connectTimeout), server, Optional.empty(), replyTimeout);
    }

    /**
     * One to a server that others can stand in for, and which therefore is not waited for long.
     *
     * @param firstReply within which the connection is taken and the first request answered, both together
     * @param replyTimeout for each further reply, from its request on
     * @throws UnreachableException if nothing there takes the connection in time
     */
    public static MessageConnection openBriefly(InetSocketAddress server, Duration firstReply, Duration replyTimeout)
            throws UnreachableException {
        // The first message of a process costs more time than most answers, and is not the server's fault.
        MessageType.encode(new StatusReq());
        Patience first = new Patience(firstReply, System.nanoTime());
        return new MessageConnection(connected(server, firstReply), server, Optional.of(first), replyTimeout);
    }

    private static Socket connected(InetSocketAddress server, Duration timeout) throws UnreachableException {
        if (server.isUnresolved()) {
            throw UnreachableException.notConnected(
                    "no machine is called " + Addresses.host(server), "look at the server's address in the realm");
        }
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(SEND_BUFFER);
            socket.connect(server, millis(timeout));
            return socket;
        } catch (IOException e) {
            closeQuietly(socket);
            throw notConnected(server, timeout, e).because(e);
        }
    }

    private static UnreachableException notConnected(InetSocketAddress server, Duration timeout, IOException cause) {
        String where = Addresses.text(server);
        if (cause instanceof SocketTimeoutException) {
            return UnreachableException.notConnected(
                    where + " did not take a connection within " + seconds(timeout),
                    "see whether that server is running and the network reaches it");
        }
        if (cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused")) {
            return UnreachableException.notConnected(
                    "nothing listens on " + where, "start the server that belongs there");
        }
        return UnreachableException.notConnected(
                "cannot reach " + where + " (" + Printable.of(String.valueOf(cause.getMessage())) + ")",
                "see whether the address is right and the network reaches it");
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws UnreachableException if the connection breaks, or no answer comes in time
     * @throws ErrorReply if the server refuses; the connection stays usable
     * @throws DecodeException if the answer cannot be read, or is of another type
     */
    public synchronized <R extends Message> R ask(Message request, Class<R> expected, Trace trace)
            throws UnreachableException, ErrorReply, DecodeException {
        Patience patience = takePatience();
        try {
            trace.tell(new Sent(request, Addresses.text(server)));
            Message reply = MessageType.decode(exchange(MessageType.encode(request), patience));
            trace.tell(new Received(reply, Addresses.text(server)));
            return accept(reply, expected);
        } catch (DecodeException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw notAnswered(e, patience).because(e);
        }
    }

    /** That of the first reply, which may have begun when the connection did; then one of its own for each. */
    private Patience takePatience() {
        Patience now = new Patience(replyTimeout, System.nanoTime());
        Patience taken = first.orElse(now);
        first = Optional.empty();
        return taken;
    }

    private static <R extends Message> R accept(Message reply, Class<R> expected) throws ErrorReply, DecodeException {
        if (expected.isInstance(reply)) {
            return expected.cast(reply);
        }
        if (reply instanceof ErrorMessage error) {
            throw new ErrorReply(error);
        }
        throw new DecodeException(
                Fault.MALFORMED, "reply", "is " + reply.type().title() + ", which does not answer this request");
    }

    private Frame exchange(Frame request, Patience patience) throws IOException, DecodeException {
        socket.getOutputStream().write(request.toArray());
        InputStream in = socket.getInputStream();
        FrameAssembler assembler = new FrameAssembler();
        byte[] chunk = new byte[CHUNK];
        while (true) {
            socket.setSoTimeout(millis(patience.left()));
            int count = in.read(chunk);
            if (count < 0) {
                throw new ClosedByServer();
            }
            Optional<Frame> reply = assembler.take(ByteBuffer.wrap(chunk, 0, count));
            if (reply.isPresent()) {
                return reply.get();
            }
        }
    }

    private UnreachableException notAnswered(IOException cause, Patience patience) {
        String where = Addresses.text(server);
        if (cause instanceof SocketTimeoutException) {
            return UnreachableException.notAnswered(
                    where + " did not answer within " + seconds(patience.limit()),
                    "see that server's log, and try again");
        }
        if (cause instanceof ClosedByServer) {
            return UnreachableException.notAnswered(
                    where + " closed the connection before its answer was whole",
                    "see that server's log, and try again");
        }
        return UnreachableException.notAnswered(
                "the connection to " + where + " broke (" + Printable.of(String.valueOf(cause.getMessage())) + ")",
                "see whether that server is running, and try again");
    }

    /** This side's address, as the server sees it unless the network changes it. */
    public InetSocketAddress localAddress() {
        return local;
    }

    public InetSocketAddress serverAddress() {
        return server;
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nothing left that could be done with it.
        }
    }

    /** At least 1: for a socket, 0 means for ever. */
    private static int millis(Duration timeout) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }

    private static String seconds(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }

    /** The server ended the connection where a reply should be. */
    private static final class ClosedByServer extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
