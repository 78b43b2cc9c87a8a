package hallpass.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hallpass.message.AsReq;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.message.Nonce;
import hallpass.message.PrincipalName;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.testkit.ClosedPort;
import hallpass.trace.Trace;
import hallpass.trace.TraceEvent;
import hallpass.trace.TraceEvent.Received;
import hallpass.trace.TraceEvent.Sent;
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

@Timeout(60)
class MessageConnectionTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final StatusRep STATUS =
            new StatusRep("as", "krbtgt/HALLPASS.TEST", Instant.EPOCH, "classic", "0.1.0", "ready", 0L);
    private static final ErrorMessage REFUSAL =
            new ErrorMessage(ErrorCode.HP_ERR_BUSY, Instant.EPOCH, ErrorCode.HP_ERR_BUSY.sentence());

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ServerSocket server = new ServerSocket();

    MessageConnectionTest() throws IOException {}

    /** What a server does with a connection after it has read one request. */
    private interface Script {
        void play(Socket connection) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        opened.add(server);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void asksOneThingAfterAnother() throws Exception {
        FramedServer framed = FramedServer.listen(
                ServerSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), peer -> new Echo() {
                    @Override
                    public Optional<Frame> answer(Frame request) {
                        return Optional.of(MessageType.encode(STATUS));
                    }
                });
        opened.add(framed);
        MessageConnection connection = open(framed.address(), LONG);
        for (int i = 0; i < 100; i++) {
            assertThat(connection.ask(new StatusReq(), StatusRep.class, Trace.NONE))
                    .isEqualTo(STATUS);
        }
        assertThat(connection.serverAddress()).isEqualTo(framed.address());
        assertThat(connection.localAddress().getAddress().isLoopbackAddress()).isTrue();
        assertThat(connection.localAddress().getPort()).isPositive();
    }

    @Test
    void tellsWhatIsSentBeforeItIsSentAndWhatIsReceivedAfter() throws Exception {
        List<TraceEvent> story = new ArrayList<>();
        List<TraceEvent> storyWhenAsked = new ArrayList<>();
        answerWith(connection -> {
            storyWhenAsked.addAll(story);
            write(connection, MessageType.encode(STATUS).toArray());
        });
        open(LONG).ask(new StatusReq(), StatusRep.class, story::add);
        assertThat(storyWhenAsked).containsExactly(new Sent(new StatusReq(), text()));
        assertThat(story).containsExactly(new Sent(new StatusReq(), text()), new Received(STATUS, text()));
    }

    @Test
    void readsAReplyThatComesByteByByte() throws Exception {
        answerWith(connection -> {
            for (byte b : MessageType.encode(STATUS).toArray()) {
                write(connection, new byte[] {b});
            }
        });
        assertThat(ask(open(LONG))).isEqualTo(STATUS);
    }

    @Test
    void throwsTheErrorThatTheServerRepliesAndStaysUsable() throws Exception {
        answerWith(
                connection -> write(connection, MessageType.encode(REFUSAL).toArray()),
                connection -> write(connection, MessageType.encode(STATUS).toArray()));
        List<TraceEvent> story = new ArrayList<>();
        MessageConnection connection = open(LONG);

        ErrorReply reply = catchThrowableOfType(
                ErrorReply.class, () -> connection.ask(new StatusReq(), StatusRep.class, story::add));

        assertThat(reply.error()).isEqualTo(REFUSAL);
        assertThat(reply).hasMessage("HP_ERR_BUSY: " + ErrorCode.HP_ERR_BUSY.sentence());
        assertThat(story).endsWith(new Received(REFUSAL, text()));
        assertThat(ask(connection)).isEqualTo(STATUS);
    }

    @Test
    void refusesAnAnswerOfAnotherType() throws Exception {
        answerWith(connection ->
                write(connection, MessageType.encode(new StatusReq()).toArray()));
        MessageConnection connection = open(LONG);
        assertThatThrownBy(() -> ask(connection))
                .isInstanceOf(DecodeException.class)
                .hasMessage("reply is STATUS-REQ, which does not answer this request");
        assertClosed(connection);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Frame.MAX_LENGTH + 1, Integer.MAX_VALUE, -1})
    void refusesAReplyOfALengthThatNoFrameHas(int length) throws Exception {
        answerWith(connection ->
                write(connection, ByteBuffer.allocate(4).putInt(length).array()));
        MessageConnection connection = open(LONG);
        assertThatThrownBy(() -> ask(connection))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("is not within 1 to 65536");
        assertClosed(connection);
    }

    @Test
    void refusesAReplyThatIsNoMessage() throws Exception {
        answerWith(connection ->
                write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThatThrownBy(() -> ask(open(LONG))).isInstanceOf(DecodeException.class);
    }

    @Test
    void saysThatNothingListens() {
        try (ClosedPort nobody = ClosedPort.any()) {
            assertThatThrownBy(() -> open(nobody.address(), LONG))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessage("nothing listens on " + Addresses.text(nobody.address())
                            + ": start the server that belongs there");
        }
    }

    @Test
    void saysThatANameIsUnknown() {
        assertThatThrownBy(() -> open(InetSocketAddress.createUnresolved("no\u001b.invalid", 8801), LONG))
                .isInstanceOf(UnreachableException.class)
                .hasMessage("no machine is called no\\u{1b}.invalid: look at the server's address in the realm");
    }

    @Test
    void saysThatNoConnectionIsTaken() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) full.getLocalSocketAddress();
            // Nobody accepts: the listener's queue fills up, and then connecting takes for ever.
            assertThatThrownBy(() -> {
                        while (true) {
                            opened.add(MessageConnection.open(address, SHORT, LONG));
                        }
                    })
                    .isInstanceOf(UnreachableException.class)
                    .hasMessage("127.0.0.1:" + address.getPort() + " did not take a connection within 100 ms:"
                            + " see whether that server is running and the network reaches it");
        }
    }

    @Test
    void saysThatNoAnswerCame() throws Exception {
        MessageConnection connection = open(SHORT);
        assertThatThrownBy(() -> ask(connection))
                .isInstanceOf(UnreachableException.class)
                .hasMessage(text() + " did not answer within 100 ms: see that server's log, and try again");
        assertClosed(connection);
    }

    @Test
    void waitsForTheFirstAnswerOfOneThatOthersCanStandInForOnlyBriefly() throws Exception {
        MessageConnection connection = MessageConnection.openBriefly(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), SHORT, LONG);
        opened.add(connection);

        UnreachableException silent = catchThrowableOfType(UnreachableException.class, () -> ask(connection));

        assertThat(silent.happened()).isEqualTo(text() + " did not answer within 100 ms");
        assertThat(silent.isAsked()).isTrue();
    }

    @Test
    void knowsThatNothingWasSentWhereThereIsNoConnection() {
        try (ClosedPort nobody = ClosedPort.any()) {
            UnreachableException refused =
                    catchThrowableOfType(UnreachableException.class, () -> open(nobody.address(), LONG));

            assertThat(refused.happened()).isEqualTo("nothing listens on " + Addresses.text(nobody.address()));
            assertThat(refused.isAsked()).isFalse();
        }
    }

    @Test
    void countsTheTimeForAReplyFromTheRequestOnHoweverItTricklesIn() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        answerWith(connection -> {
            write(connection, ByteBuffer.allocate(4).putInt(Frame.MAX_LENGTH).array());
            // Each byte by itself would be in time.
            while (over.getCount() > 0) {
                write(connection, new byte[1]);
                connection.setSoTimeout(20);
                try {
                    if (connection.getInputStream().read() < 0) {
                        return;
                    }
                } catch (SocketTimeoutException e) {
                    // The client is still reading.
                }
            }
        });
        assertThatThrownBy(() -> ask(open(SHORT)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("did not answer within 100 ms");
        over.countDown();
    }

    @Test
    void timesOutThoughTheServerDoesNotEvenReadALongRequest() throws Exception {
        // The longest request of all, to a socket that takes next to nothing.
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
            assertThatThrownBy(() -> connection.ask(longest, StatusRep.class, Trace.NONE))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("did not answer within 100 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 20})
    void saysThatTheServerClosedBeforeItsAnswerWasWhole(int sent) throws Exception {
        answerWith(connection -> {
            connection.getOutputStream().write(MessageType.encode(STATUS).toArray(), 0, sent);
            connection.close();
        });
        MessageConnection connection = open(LONG);
        assertThatThrownBy(() -> ask(connection))
                .isInstanceOf(UnreachableException.class)
                .hasMessage(text() + " closed the connection before its answer was whole:"
                        + " see that server's log, and try again");
        assertClosed(connection);
    }

    @Test
    void saysThatTheConnectionBroke() throws Exception {
        answerWith(connection -> {
            connection.setSoLinger(true, 0);
            connection.close();
        });
        assertThatThrownBy(() -> ask(open(LONG)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageStartingWith("the connection to " + text() + " broke (");
    }

    private MessageConnection open(Duration replyTimeout) throws UnreachableException {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), replyTimeout);
    }

    private MessageConnection open(InetSocketAddress address, Duration replyTimeout) throws UnreachableException {
        MessageConnection connection = MessageConnection.open(address, LONG, replyTimeout);
        opened.add(connection);
        return connection;
    }

    private static StatusRep ask(MessageConnection connection) throws Exception {
        return connection.ask(new StatusReq(), StatusRep.class, Trace.NONE);
    }

    private static void assertClosed(MessageConnection connection) {
        assertThatThrownBy(() -> ask(connection)).isInstanceOf(UnreachableException.class);
    }

    private int port() {
        return server.getLocalPort();
    }

    private String text() {
        return "127.0.0.1:" + port();
    }

    /** Accepts one connection and plays one script for each request. */
    private void answerWith(Script... scripts) {
        Thread thread = new Thread(() -> {
            try {
                Socket connection = server.accept();
                opened.add(connection);
                for (Script script : scripts) {
                    readFrame(connection.getInputStream());
                    script.play(connection);
                }
            } catch (IOException e) {
                // The client went away, which some scripts are about.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void readFrame(InputStream in) throws IOException {
        in.readNBytes(ByteBuffer.wrap(in.readNBytes(Frame.PREFIX)).getInt());
    }

    private static void write(Socket connection, byte[] bytes) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(bytes);
        out.flush();
    }
}
