package hallpass.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hallpass.fixtures.ClosedPort;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.message.PrincipalName;
import hallpass.message.ServerCertificateReq;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.net.ErrorReplyException;
import hallpass.net.FrameHandler;
import hallpass.net.FramedServer;
import hallpass.net.MessageConnection;
import hallpass.net.ServerSettings;
import hallpass.net.UnreachableException;
import hallpass.trace.Trace;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class AdversaryTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Frame STATUS_REQUEST = MessageType.encode(new StatusReq());
    private static final Message FORGED = status("forged");

    private final Adversary adversary = new Adversary(() -> NOON);
    private final List<Frame> receivedByServer = new CopyOnWriteArrayList<>();
    private FramedServer server;
    private InetSocketAddress proxyAddress;

    @BeforeEach
    void startServerAndProxy() throws Exception {
        server = FramedServer.listen(
                ServerSettings.withDefaults(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                peer -> new GenuineServer());
        proxyAddress = adversary.startProxy(Party.AS, server.address());
    }

    @AfterEach
    void stop() {
        adversary.close();
        server.close();
    }

    @Test
    void recordsFramesInBothDirections() throws Exception {
        for (int connection = 1; connection <= 2; connection++) {
            assertThat(requestStatus()).isEqualTo(status("genuine"));
        }
        Frame reply = MessageType.encode(status("genuine"));
        assertThat(adversary.recording().all())
                .containsExactly(
                        new RecordedFrame(1, NOON, Party.AS, 1, Direction.TO_SERVER, STATUS_REQUEST),
                        new RecordedFrame(2, NOON, Party.AS, 1, Direction.TO_CLIENT, reply),
                        new RecordedFrame(3, NOON, Party.AS, 2, Direction.TO_SERVER, STATUS_REQUEST),
                        new RecordedFrame(4, NOON, Party.AS, 2, Direction.TO_CLIENT, reply));
        assertThat(adversary
                        .recording()
                        .last(MessageType.STATUS_REP)
                        .orElseThrow()
                        .message())
                .contains(status("genuine"));
    }

    @Test
    void replacesReply() throws Exception {
        adversary.setInterceptor(replies(Decision.replaceWith(MessageType.encode(FORGED))));
        assertThat(requestStatus()).isEqualTo(FORGED);
    }

    @Test
    void answersInsteadOfServer() throws Exception {
        ErrorMessage error = new ErrorMessage(ErrorCode.HP_ERR_BUSY, NOON, "busy");
        adversary.setInterceptor(recorded -> new Decision.Answer(MessageType.encode(error)));
        assertThatThrownBy(this::requestStatus).isInstanceOf(ErrorReplyException.class);
        assertThat(receivedByServer).isEmpty();
    }

    @Test
    void duplicatesRequest() throws Exception {
        adversary.setInterceptor(requests(Decision.replaceWith(STATUS_REQUEST, STATUS_REQUEST)));
        assertThat(requestStatus()).isEqualTo(status("genuine"));
        await().until(() -> receivedByServer.size() == 2);
    }

    @Test
    void dropsRequest() {
        adversary.setInterceptor(requests(Decision.DROP));
        assertThatThrownBy(() -> requestStatus(Duration.ofMillis(100))).isInstanceOf(UnreachableException.class);
        assertThat(receivedByServer).isEmpty();
    }

    @Test
    void closesConnectionWhenInterceptorFails() throws Exception {
        adversary.setInterceptor(recorded -> {
            throw new IllegalStateException("planted");
        });
        assertThatThrownBy(this::requestStatus)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("closed the connection");
        adversary.setInterceptor(Interceptor.PASS_ALL);
        assertThat(requestStatus()).isEqualTo(status("genuine"));
    }

    @Test
    void delaysRequest() throws Exception {
        adversary.setInterceptor(requests(new Decision.Delay(Duration.ofSeconds(1))));
        assertThatThrownBy(() -> requestStatus(Duration.ofMillis(20))).isInstanceOf(UnreachableException.class);
        adversary.setInterceptor(requests(new Decision.Delay(Duration.ofMillis(100))));
        await().until(() -> receivedByServer.size() == 1);
        assertThat(requestStatus()).isEqualTo(status("genuine"));
    }

    @Test
    void closesOnlyTheChosenConnection() throws Exception {
        adversary.setInterceptor(recorded -> recorded.connection() == 1 ? Decision.CUT : Decision.PASS);
        assertThatThrownBy(this::requestStatus).isInstanceOf(UnreachableException.class);
        assertThat(requestStatus()).isEqualTo(status("genuine"));
    }

    @Test
    void usesSecondInterceptorWhenFirstPasses() throws Exception {
        adversary.setInterceptor(
                requests(Decision.PASS).orElse(replies(Decision.replaceWith(MessageType.encode(FORGED)))));
        assertThat(requestStatus()).isEqualTo(FORGED);
    }

    @Test
    void closesConnectionOnMalformedFrame() throws Exception {
        try (Socket socket = new Socket(proxyAddress.getAddress(), proxyAddress.getPort())) {
            socket.getOutputStream().write(new byte[] {-1, -1, -1, -1});
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(adversary.recording().all()).isEmpty();
        await().until(() -> server.connectionCount() == 0);
    }

    @Test
    void forgetsConnectionClosedByBothSides() throws Exception {
        requestStatus();

        await().untilAsserted(() -> assertThat(adversary.openConnections()).isZero());
    }

    @Test
    void sendsRawBytes() throws Exception {
        adversary.setInterceptor(replies(new Decision.Raw(Bytes.of(new byte[] {0, 0, 0, 0}))));

        assertThatThrownBy(this::requestStatus)
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("length 0");
    }

    @Test
    void isUnreachableWhenServerIsDown() {
        server.close();
        try (ClosedPort closedPort = ClosedPort.onPortOf(server.address())) {
            assertThatThrownBy(this::requestStatus)
                    .as("through %s", closedPort.address())
                    .isInstanceOf(UnreachableException.class);
        }
    }

    @Test
    void dropsOldestFramesBeyondLimit() {
        Recording recording = new Recording(() -> NOON, 2);
        for (int i = 0; i < 3; i++) {
            recording.add(Party.AS, 1, Direction.TO_SERVER, STATUS_REQUEST);
        }
        assertThat(recording.all()).extracting(RecordedFrame::number).containsExactly(2, 3);
        assertThat(recording.find(1)).isEmpty();
    }

    @Test
    void treatsUndecodableFrameAsNoMessage() {
        Frame whole = MessageType.encode(new ServerCertificateReq(new PrincipalName("x"), NOON));
        Frame truncated = new Frame(whole.type(), Bytes.of(new byte[] {1}));
        RecordedFrame recorded = new RecordedFrame(1, NOON, Party.AS, 1, Direction.TO_SERVER, truncated);
        assertThat(recorded.hasType(MessageType.CERTIFICATE_REQ)).isTrue();
        assertThat(recorded.message()).isEmpty();
    }

    private Message requestStatus() throws Exception {
        return requestStatus(TIMEOUT);
    }

    private Message requestStatus(Duration timeout) throws Exception {
        try (MessageConnection client = MessageConnection.open(proxyAddress, TIMEOUT, timeout)) {
            return client.call(new StatusReq(), StatusRep.class, Trace.NONE);
        }
    }

    private static Interceptor requests(Decision decision) {
        return recorded -> recorded.direction() == Direction.TO_SERVER ? decision : Decision.PASS;
    }

    private static Interceptor replies(Decision decision) {
        return recorded -> recorded.direction() == Direction.TO_CLIENT ? decision : Decision.PASS;
    }

    private static StatusRep status(String state) {
        return new StatusRep("as", "AS", NOON, "classic", "1", state, 0L);
    }

    /** The server behind the proxy. */
    private final class GenuineServer implements FrameHandler {
        @Override
        public Optional<Frame> handle(Frame request) {
            receivedByServer.add(request);
            return Optional.of(MessageType.encode(status("genuine")));
        }

        @Override
        public Frame refuseMalformed(DecodeException unreadable) {
            throw new AssertionError(unreadable);
        }

        @Override
        public Frame busyReply() {
            throw new AssertionError("one connection must not exceed the limit");
        }
    }
}
