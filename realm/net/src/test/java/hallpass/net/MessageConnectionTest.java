package hallpass.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.fixtures.ClosedPort;
import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.MessageReceived;
import hallpass.trace.TraceEvent.MessageSent;
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
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class MessageConnectionTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final StatusRep STATUS =
            new StatusRep("as", "krbtgt/HALLPASS.TEST", Instant.EPOCH, "classic", "0.1.0", "ready", 0L);
    private static final ErrorMessage REFUSAL =
            new ErrorMessage(ErrorCode.HP_ERR_BUSY, Instant.EPOCH, ErrorCode.HP_ERR_BUSY.description());

    private final List<AutoCloseable> closeables = new ArrayList<>();
    private final ServerSocket server = new ServerSocket();

    MessageConnectionTest() throws IOException {}

    /** Reaction of the server to one request. */
    private interface ServerScript {
        void play(Socket connection) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        closeables.add(server);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : closeables) {
            each.close();
        }
    }

    @Test
    void sendsRequestsInSequence() throws Exception {
        FramedServer framed = FramedServer.listen(
                ServerSettings.withDefaults(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                peer -> new EchoHandler() {
                    @Override
                    public Optional<Frame> handle(Frame request) {
                        return Optional.of(MessageType.encode(STATUS));
                    }
                });
        closeables.add(framed);
        MessageConnection connection = open(framed.address(), LONG);
        for (int i = 0; i < 100; i++) {
            assertThat(connection.call(new StatusReq(), StatusRep.class, Trace.NONE))
                    .isEqualTo(STATUS);
        }
        assertThat(connection.serverAddress()).isEqualTo(framed.address());
        assertThat(connection.localAddress().getAddress().isLoopbackAddress()).isTrue();
        assertThat(connection.localAddress().getPort()).isPositive();
    }

    @Test
    void tracesSentBeforeSendingAndReceivedAfter() throws Exception {
        List<TraceEvent> events = new ArrayList<>();
        List<TraceEvent> eventsWhenReceived = new ArrayList<>();
        replyWith(connection -> {
            eventsWhenReceived.addAll(events);
            write(connection, MessageType.encode(STATUS).encode());
        });
        open(LONG).call(new StatusReq(), StatusRep.class, events::add);
        assertThat(eventsWhenReceived).containsExactly(new MessageSent(new StatusReq(), serverText()));
        assertThat(events)
                .containsExactly(
                        new MessageSent(new StatusReq(), serverText()), new MessageReceived(STATUS, serverText()));
    }

    @Test
    void readsReplyByteByByte() throws Exception {
        replyWith(connection -> {
            for (byte b : MessageType.encode(STATUS).encode()) {
                write(connection, new byte[] {b});
            }
        });
        assertThat(callStatus(open(LONG))).isEqualTo(STATUS);
    }

    @Test
    void staysUsableAfterErrorReply() throws Exception {
        replyWith(
                connection -> write(connection, MessageType.encode(REFUSAL).encode()),
                connection -> write(connection, MessageType.encode(STATUS).encode()));
        List<TraceEvent> events = new ArrayList<>();
        MessageConnection connection = open(LONG);

        ErrorReplyException reply = catchThrowableOfType(
                ErrorReplyException.class, () -> connection.call(new StatusReq(), StatusRep.class, events::add));

        assertThat(reply.error()).isEqualTo(REFUSAL);
        assertThat(reply).hasMessage("HP_ERR_BUSY: " + ErrorCode.HP_ERR_BUSY.description());
        assertThat(events).endsWith(new MessageReceived(REFUSAL, serverText()));
        assertThat(callStatus(connection)).isEqualTo(STATUS);
    }

    @Test
    void refusesReplyOfUnexpectedType() throws Exception {
        replyWith(connection ->
                write(connection, MessageType.encode(new StatusReq()).encode()));
        MessageConnection connection = open(LONG);
        assertThatThrownBy(() -> callStatus(connection))
                .isInstanceOf(DecodeException.class)
                .hasMessage("reply is STATUS-REQ, which does not answer this request");
        assertClosed(connection);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Frame.MAX_LENGTH + 1, Integer.MAX_VALUE, -1})
    void refusesReplyOfInvalidLength(int length) throws Exception {
        replyWith(connection ->
                write(connection, ByteBuffer.allocate(4).putInt(length).array()));
        MessageConnection connection = open(LONG);
        assertThatThrownBy(() -> callStatus(connection))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("is not within 1 to 65536");
        assertClosed(connection);
    }

    @Test
    void refusesMalformedReply() throws Exception {
        replyWith(connection ->
                write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> callStatus(open(LONG))).isInstanceOf(DecodeException.class);
    }

    @Test
    void reportsConnectionRefused() {
        try (ClosedPort closed = ClosedPort.onAnyPort()) {
            assertThatThrownBy(() -> open(closed.address(), LONG))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessage("nothing listens on " + Addresses.text(closed.address()));
        }
    }

    @Test
    void reportsUnknownHost() {
        assertThatThrownBy(() -> open(InetSocketAddress.createUnresolved("no\u001b.invalid", 8801), LONG))
                .isInstanceOf(UnreachableException.class)
                .hasMessage("host no\\u{1b}.invalid is unknown");
    }

    @Test
    void reportsConnectTimeout() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) full.getLocalSocketAddress();
            // No accept: once the backlog is full, connecting blocks.
            assertThatThrownBy(() -> {
                        while (true) {
                            closeables.add(MessageConnection.open(address, SHORT, LONG));
                        }
                    })
                    .isInstanceOf(UnreachableException.class)
                    .hasMessage("127.0.0.1:" + address.getPort() + " did not accept a connection within 100 ms");
        }
    }

    @Test
    void reportsReplyTimeout() throws Exception {
        MessageConnection connection = open(SHORT);
        assertThatThrownBy(() -> callStatus(connection))
                .isInstanceOf(UnreachableException.class)
                .hasMessage(serverText() + " did not answer within 100 ms");
        assertClosed(connection);
    }

    @Test
    void usesShortFirstReplyTimeoutForFailover() throws Exception {
        MessageConnection connection = MessageConnection.openForFailover(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), SHORT, LONG);
        closeables.add(connection);

        UnreachableException silent = catchThrowableOfType(UnreachableException.class, () -> callStatus(connection));

        assertThat(silent.problem()).isEqualTo(serverText() + " did not answer within 100 ms");
        assertThat(silent.isRequestSent()).isTrue();
    }

    @Test
    void reportsThatNoRequestWasSent() {
        try (ClosedPort closed = ClosedPort.onAnyPort()) {
            UnreachableException refused =
                    catchThrowableOfType(UnreachableException.class, () -> open(closed.address(), LONG));

            assertThat(refused.problem()).isEqualTo("nothing listens on " + Addresses.text(closed.address()));
            assertThat(refused.isRequestSent()).isFalse();
        }
    }

    @Test
    void limitsTotalTimeOfASlowReply() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        replyWith(connection -> {
            write(connection, ByteBuffer.allocate(4).putInt(Frame.MAX_LENGTH).array());
            // Each byte alone would be in time.
            while (over.getCount() > 0) {
                write(connection, new byte[1]);
                connection.setSoTimeout(20);
                try {
                    if (connection.getInputStream().read() < 0) {
                        return;
                    }
                } catch (SocketTimeoutException e) {
                    // The client is still waiting.
                }
            }
        });
        assertThatThrownBy(() -> callStatus(open(SHORT)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("did not answer within 100 ms");
        over.countDown();
    }

    @Test
    void timesOutIfTheServerDoesNotReadTheRequest() throws Exception {
        // The longest possible request, to a socket with a tiny receive buffer.
        server.close();
        try (ServerSocket deaf = new ServerSocket()) {
            deaf.setReceiveBufferSize(1024);
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            AsReq longest = new AsReq(
                    new PrincipalName("alice"),
                    new PrincipalName("krbtgt/HALLPASS.TEST"),
                    new Nonce(1),
                    Instant.EPOCH,
                    Bytes.of(new byte[65_000]));
            MessageConnection connection = open((InetSocketAddress) deaf.getLocalSocketAddress(), SHORT);
            assertThatThrownBy(() -> connection.call(longest, StatusRep.class, Trace.NONE))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("did not answer within 100 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 20})
    void reportsConnectionClosedMidReply(int sent) throws Exception {
        replyWith(connection -> {
            connection.getOutputStream().write(MessageType.encode(STATUS).encode(), 0, sent);
            connection.close();
        });
        MessageConnection connection = open(LONG);
        assertThatThrownBy(() -> callStatus(connection))
                .isInstanceOf(UnreachableException.class)
                .hasMessage(serverText() + " closed the connection before its reply was complete");
        assertClosed(connection);
    }

    @Test
    void reportsConnectionReset() throws Exception {
        replyWith(connection -> {
            connection.setSoLinger(true, 0);
            connection.close();
        });
        assertThatThrownBy(() -> callStatus(open(LONG)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageStartingWith("the connection to " + serverText() + " failed (");
    }

    private MessageConnection open(Duration replyTimeout) throws UnreachableException {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), replyTimeout);
    }

    private MessageConnection open(InetSocketAddress address, Duration replyTimeout) throws UnreachableException {
        MessageConnection connection = MessageConnection.open(address, LONG, replyTimeout);
        closeables.add(connection);
        return connection;
    }

    private static StatusRep callStatus(MessageConnection connection) throws Exception {
        return connection.call(new StatusReq(), StatusRep.class, Trace.NONE);
    }

    private static void assertClosed(MessageConnection connection) {
        assertThatThrownBy(() -> callStatus(connection)).isInstanceOf(UnreachableException.class);
    }

    private int port() {
        return server.getLocalPort();
    }

    private String serverText() {
        return "127.0.0.1:" + port();
    }

    /** Accepts one connection and plays one script per request. */
    private void replyWith(ServerScript... scripts) {
        Thread thread = new Thread(() -> {
            try {
                Socket connection = server.accept();
                closeables.add(connection);
                for (ServerScript script : scripts) {
                    readFrame(connection.getInputStream());
                    script.play(connection);
                }
            } catch (IOException e) {
                // Some scripts make the client close the connection.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void readFrame(InputStream in) throws IOException {
        in.readNBytes(ByteBuffer.wrap(in.readNBytes(Frame.PREFIX_SIZE)).getInt());
    }

    private static void write(Socket connection, byte[] bytes) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(bytes);
        out.flush();
    }
}
