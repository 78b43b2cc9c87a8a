package hallpass.net;

import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.StatusReq;
import hallpass.trace.PrintableText;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent.MessageReceived;
import hallpass.trace.TraceEvent.MessageSent;
import hallpass.wire.DecodeException;
import hallpass.wire.DecodeException.DecodeFault;
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
 * {@link ErrorReplyException} it is closed, since a late reply could be taken for that of another request.
 */
public final class MessageConnection implements AutoCloseable {
    private static final int BUFFER_SIZE = 4 * 1024;
    /** Holds any one frame whole, so that sending does not wait for a server that does not read. */
    private static final int SEND_BUFFER_SIZE = 4 * Frame.MAX_LENGTH;

    private final Socket socket;
    private final InetSocketAddress serverAddress;
    private final InetSocketAddress localAddress;
    private final Duration replyTimeout;
    private Optional<ReplyDeadline> firstReplyDeadline;

    /** How long a reply is waited for, from when on. */
    private record ReplyDeadline(Duration timeout, long startNanos) {
        Duration remaining() {
            return timeout.minusNanos(System.nanoTime() - startNanos);
        }
    }

    private MessageConnection(
            Socket socket,
            InetSocketAddress serverAddress,
            Optional<ReplyDeadline> firstReplyDeadline,
            Duration replyTimeout) {
        this.socket = socket;
        this.serverAddress = serverAddress;
        this.localAddress = (InetSocketAddress) socket.getLocalSocketAddress();
        this.firstReplyDeadline = firstReplyDeadline;
        this.replyTimeout = replyTimeout;
    }

    /**
     * @param replyTimeout for each reply, from the request on
     * @throws UnreachableException if nothing there takes the connection in time
     */
    public static MessageConnection open(InetSocketAddress server, Duration connectTimeout, Duration replyTimeout)
            throws UnreachableException {
        return new MessageConnection(connect(server, connectTimeout), server, Optional.empty(), replyTimeout);
    }

    /**
     * One to a server that others can stand in for, and which therefore is not waited for long.
     *
     * @param firstReplyTimeout within which the connection is taken and the first request answered, both together
     * @param replyTimeout for each further reply, from its request on
     * @throws UnreachableException if nothing there takes the connection in time
     */
    public static MessageConnection openForFailover(
            InetSocketAddress server, Duration firstReplyTimeout, Duration replyTimeout) throws UnreachableException {
        // The first message of a process costs more time than most answers, and is not the server's fault.
        MessageType.encode(new StatusReq());
        ReplyDeadline deadline = new ReplyDeadline(firstReplyTimeout, System.nanoTime());
        return new MessageConnection(connect(server, firstReplyTimeout), server, Optional.of(deadline), replyTimeout);
    }

    private static Socket connect(InetSocketAddress server, Duration timeout) throws UnreachableException {
        if (server.isUnresolved()) {
            throw UnreachableException.notConnected(
                    "no machine is called " + Addresses.host(server), "look at the server's address in the realm");
        }
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(SEND_BUFFER_SIZE);
            socket.connect(server, millis(timeout));
            return socket;
        } catch (IOException e) {
            closeQuietly(socket);
            throw notConnected(server, timeout, e).withCause(e);
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
                "cannot reach " + where + " (" + PrintableText.escape(String.valueOf(cause.getMessage())) + ")",
                "see whether the address is right and the network reaches it");
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws UnreachableException if the connection breaks, or no answer comes in time
     * @throws ErrorReplyException if the server refuses; the connection stays usable
     * @throws DecodeException if the answer cannot be read, or is of another type
     */
    public synchronized <R extends Message> R call(Message request, Class<R> expected, Trace trace)
            throws UnreachableException, ErrorReplyException, DecodeException {
        ReplyDeadline deadline = nextDeadline();
        try {
            trace.emit(new MessageSent(request, Addresses.text(serverAddress)));
            Message reply = MessageType.decode(exchange(MessageType.encode(request), deadline));
            trace.emit(new MessageReceived(reply, Addresses.text(serverAddress)));
            return expect(reply, expected);
        } catch (DecodeException e) {
            close();
            throw e;
        } catch (IOException e) {
            close();
            throw notAnswered(e, deadline).withCause(e);
        }
    }

    /** That of the first reply, which may have begun when the connection did; then one of its own for each. */
    private ReplyDeadline nextDeadline() {
        ReplyDeadline now = new ReplyDeadline(replyTimeout, System.nanoTime());
        ReplyDeadline deadline = firstReplyDeadline.orElse(now);
        firstReplyDeadline = Optional.empty();
        return deadline;
    }

    private static <R extends Message> R expect(Message reply, Class<R> expected)
            throws ErrorReplyException, DecodeException {
        if (expected.isInstance(reply)) {
            return expected.cast(reply);
        }
        if (reply instanceof ErrorMessage error) {
            throw new ErrorReplyException(error);
        }
        throw new DecodeException(
                DecodeFault.MALFORMED, "reply", "is " + reply.type().title() + ", which does not answer this request");
    }

    private Frame exchange(Frame request, ReplyDeadline deadline) throws IOException, DecodeException {
        socket.getOutputStream().write(request.encode());
        InputStream in = socket.getInputStream();
        FrameAssembler assembler = new FrameAssembler();
        byte[] chunk = new byte[BUFFER_SIZE];
        while (true) {
            socket.setSoTimeout(millis(deadline.remaining()));
            int count = in.read(chunk);
            if (count < 0) {
                throw new ClosedByServerException();
            }
            Optional<Frame> reply = assembler.read(ByteBuffer.wrap(chunk, 0, count));
            if (reply.isPresent()) {
                return reply.get();
            }
        }
    }

    private UnreachableException notAnswered(IOException cause, ReplyDeadline deadline) {
        String where = Addresses.text(serverAddress);
        if (cause instanceof SocketTimeoutException) {
            return UnreachableException.notAnswered(
                    where + " did not answer within " + seconds(deadline.timeout()),
                    "see that server's log, and try again");
        }
        if (cause instanceof ClosedByServerException) {
            return UnreachableException.notAnswered(
                    where + " closed the connection before its answer was whole",
                    "see that server's log, and try again");
        }
        return UnreachableException.notAnswered(
                "the connection to " + where + " broke (" + PrintableText.escape(String.valueOf(cause.getMessage()))
                        + ")",
                "see whether that server is running, and try again");
    }

    /** This side's address, as the server sees it unless the network changes it. */
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    public InetSocketAddress serverAddress() {
        return serverAddress;
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
    private static final class ClosedByServerException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
