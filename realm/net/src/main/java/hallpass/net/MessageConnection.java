package hallpass.net;

import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.StatusReq;
import hallpass.net.UnreachableException.UnreachableReason;
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
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Client side of a connection: sends a request, waits for its reply, then sends the next one. After
 * a failure other than an {@link ErrorReplyException} it is closed, because a late reply could be
 * mistaken for the reply to another request.
 */
public final class MessageConnection implements AutoCloseable {
    private static final int BUFFER_SIZE = 4 * 1024;
    /** Holds any frame, so that sending does not block on a server that does not read. */
    private static final int SEND_BUFFER_SIZE = 4 * Frame.MAX_LENGTH;

    private final Socket socket;
    private final InetSocketAddress serverAddress;
    private final InetSocketAddress localAddress;
    private final Duration replyTimeout;
    private Optional<ReplyDeadline> firstReplyDeadline;

    /** Timeout for one reply, with its start. */
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
     * @param replyTimeout for each reply, from its request on
     * @throws UnreachableException if the server does not accept the connection in time
     */
    public static MessageConnection open(InetSocketAddress server, Duration connectTimeout, Duration replyTimeout)
            throws UnreachableException {
        return new MessageConnection(connect(server, connectTimeout), server, Optional.empty(), replyTimeout);
    }

    /**
     * Connects to one of several replicas, with a short timeout so that the caller can try another.
     *
     * @param firstReplyTimeout for the connection and the first reply together
     * @param replyTimeout for each further reply, from its request on
     * @throws UnreachableException if the server does not accept the connection in time
     */
    public static MessageConnection openForFailover(
            InetSocketAddress server, Duration firstReplyTimeout, Duration replyTimeout) throws UnreachableException {
        // Loads the codec classes now: in a new process this takes longer than most replies and
        // must not count against the server.
        MessageType.encode(new StatusReq());
        ReplyDeadline deadline = new ReplyDeadline(firstReplyTimeout, System.nanoTime());
        return new MessageConnection(connect(server, firstReplyTimeout), server, Optional.of(deadline), replyTimeout);
    }

    private static Socket connect(InetSocketAddress server, Duration timeout) throws UnreachableException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(SEND_BUFFER_SIZE);
            socket.connect(server, millis(timeout));
            return socket;
        } catch (IOException e) {
            closeQuietly(socket);
            throw notConnected(server, timeout, e);
        }
    }

    private static UnreachableException notConnected(InetSocketAddress server, Duration timeout, IOException cause) {
        String where = Addresses.text(server);
        UnreachableReason reason;
        String problem;
        if (cause instanceof UnknownHostException) {
            reason = UnreachableReason.UNKNOWN_HOST;
            problem = "host " + Addresses.host(server) + " is unknown";
        } else if (cause instanceof SocketTimeoutException) {
            reason = UnreachableReason.CONNECT_TIMEOUT;
            problem = where + " did not accept a connection within " + seconds(timeout);
        } else if (cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused")) {
            reason = UnreachableReason.CONNECTION_REFUSED;
            problem = "nothing listens on " + where;
        } else {
            reason = UnreachableReason.CONNECT_FAILED;
            problem = "cannot reach " + where + " (" + PrintableText.escape(String.valueOf(cause.getMessage())) + ")";
        }
        return new UnreachableException(reason, server, problem, cause);
    }

    /**
     * Sends a request and waits for the reply.
     *
     * @throws UnreachableException if the connection fails or the reply times out
     * @throws ErrorReplyException if the server refuses; the connection stays usable
     * @throws DecodeException if the reply is malformed or of another type
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
            throw notAnswered(e, deadline.timeout());
        }
    }

    /** The first reply may have a deadline that started with the connection. */
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

    private UnreachableException notAnswered(IOException cause, Duration timeout) {
        String where = Addresses.text(serverAddress);
        UnreachableReason reason;
        String problem;
        if (cause instanceof SocketTimeoutException) {
            reason = UnreachableReason.REPLY_TIMEOUT;
            problem = where + " did not answer within " + seconds(timeout);
        } else if (cause instanceof ClosedByServerException) {
            reason = UnreachableReason.CLOSED_BY_SERVER;
            problem = where + " closed the connection before its reply was complete";
        } else {
            reason = UnreachableReason.CONNECTION_LOST;
            problem = "the connection to " + where + " failed ("
                    + PrintableText.escape(String.valueOf(cause.getMessage())) + ")";
        }
        return new UnreachableException(reason, serverAddress, problem, cause);
    }

    /** The local address, which the server sees unless a NAT changes it. */
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
            // Nothing else can be done with the socket.
        }
    }

    /** At least 1, because a socket treats 0 as no timeout. */
    private static int millis(Duration timeout) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }

    private static String seconds(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }

    /** The server closed the connection before its reply was complete. */
    private static final class ClosedByServerException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
