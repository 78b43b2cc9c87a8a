package hallpass.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hallpass.message.CertificateReq;
import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.PrincipalName;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.net.ErrorReply;
import hallpass.net.FrameHandler;
import hallpass.net.FramedServer;
import hallpass.net.MessageConnection;
import hallpass.net.ServerSettings;
import hallpass.net.UnreachableException;
import hallpass.testkit.ClosedPort;
import hallpass.trace.Party;
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

@Timeout(60)
class AdversaryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Frame ASK = MessageType.encode(new StatusReq());
    private static final Message FORGED = status("forged");

    private final Adversary adversary = new Adversary(() -> NOON);
    private final List<Frame> arrived = new CopyOnWriteArrayList<>();
    private FramedServer server;
    private InetSocketAddress tapped;

    @BeforeEach
    void standBeforeAServer() throws Exception {
        server = FramedServer.listen(
                ServerSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), peer -> new Genuine());
        tapped = adversary.tap(Party.AS, server.address());
    }

    @AfterEach
    void leave() {
        adversary.close();
        server.close();
    }

    @Test
    void recordsWhatPassesInBothDirections() throws Exception {
        for (int connection = 1; connection <= 2; connection++) {
            assertThat(ask()).isEqualTo(status("genuine"));
        }
        Frame reply = MessageType.encode(status("genuine"));
        assertThat(adversary.recording().all())
                .containsExactly(
                        new Passing(1, NOON, Party.AS, 1, Direction.TO_SERVER, ASK),
                        new Passing(2, NOON, Party.AS, 1, Direction.TO_CLIENT, reply),
                        new Passing(3, NOON, Party.AS, 2, Direction.TO_SERVER, ASK),
                        new Passing(4, NOON, Party.AS, 2, Direction.TO_CLIENT, reply));
        assertThat(adversary
                        .recording()
                        .last(MessageType.STATUS_REP)
                        .orElseThrow()
                        .message())
                .contains(status("genuine"));
    }

    @Test
    void editsWhatPasses() throws Exception {
        adversary.follow(replies(Decision.instead(MessageType.encode(FORGED))));
        assertThat(ask()).isEqualTo(FORGED);
    }

    @Test
    void answersInTheServersPlace() throws Exception {
        ErrorMessage error = new ErrorMessage(ErrorCode.HP_ERR_BUSY, NOON, "busy");
        adversary.follow(passing -> new Decision.Answer(MessageType.encode(error)));
        assertThatThrownBy(this::ask).isInstanceOf(ErrorReply.class);
        assertThat(arrived).isEmpty();
    }

    @Test
    void repeatsWhatPasses() throws Exception {
        adversary.follow(requests(Decision.instead(ASK, ASK)));
        assertThat(ask()).isEqualTo(status("genuine"));
        await().until(() -> arrived.size() == 2);
    }

    @Test
    void dropsWhatPasses() {
        adversary.follow(requests(Decision.DROP));
        assertThatThrownBy(() -> ask(Duration.ofMillis(100))).isInstanceOf(UnreachableException.class);
        assertThat(arrived).isEmpty();
    }

    @Test
    void cutsTheConnectionOnWhichItsSchemeFails() throws Exception {
        adversary.follow(passing -> {
            throw new IllegalStateException("planted");
        });
        assertThatThrownBy(this::ask)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("closed the connection");
        adversary.follow(Scheme.LISTEN);
        assertThat(ask()).isEqualTo(status("genuine"));
    }

    @Test
    void holdsBackWhatPasses() throws Exception {
        adversary.follow(requests(new Decision.Delay(Duration.ofSeconds(1))));
        assertThatThrownBy(() -> ask(Duration.ofMillis(20))).isInstanceOf(UnreachableException.class);
        adversary.follow(requests(new Decision.Delay(Duration.ofMillis(100))));
        await().until(() -> arrived.size() == 1);
        assertThat(ask()).isEqualTo(status("genuine"));
    }

    @Test
    void cutsAConnectionAndLeavesTheNextAlone() throws Exception {
        adversary.follow(passing -> passing.connection() == 1 ? Decision.CUT : Decision.PASS);
        assertThatThrownBy(this::ask).isInstanceOf(UnreachableException.class);
        assertThat(ask()).isEqualTo(status("genuine"));
    }

    @Test
    void followsTheFirstOfTwoSchemesThatHasSomethingToSay() throws Exception {
        adversary.follow(requests(Decision.PASS).or(replies(Decision.instead(MessageType.encode(FORGED)))));
        assertThat(ask()).isEqualTo(FORGED);
    }

    @Test
    void cutsAConnectionThatCarriesNoFrames() throws Exception {
        try (Socket socket = new Socket(tapped.getAddress(), tapped.getPort())) {
            socket.getOutputStream().write(new byte[] {-1, -1, -1, -1});
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(adversary.recording().all()).isEmpty();
        await().until(() -> server.connections() == 0);
    }

    @Test
    void keepsNoConnectionThatBothSidesHaveEnded() throws Exception {
        ask();

        await().untilAsserted(() -> assertThat(adversary.connections()).isZero());
    }

    @Test
    void sendsBytesThatAreNoFrame() throws Exception {
        adversary.follow(replies(new Decision.Raw(Bytes.of(new byte[] {0, 0, 0, 0}))));

        assertThatThrownBy(this::ask).isInstanceOf(DecodeException.class).hasMessageContaining("length 0");
    }

    @Test
    void isAsUnreachableAsTheServerBehindIt() {
        server.close();
        try (ClosedPort nobody = ClosedPort.at(server.address())) {
            assertThatThrownBy(this::ask).as("through %s", nobody.address()).isInstanceOf(UnreachableException.class);
        }
    }

    @Test
    void forgetsTheOldestOfMoreThanItKeeps() {
        Recording recording = new Recording(() -> NOON, 2);
        for (int i = 0; i < 3; i++) {
            recording.add(Party.AS, 1, Direction.TO_SERVER, ASK);
        }
        assertThat(recording.all()).extracting(Passing::number).containsExactly(2, 3);
        assertThat(recording.number(1)).isEmpty();
    }

    @Test
    void knowsAMessageFromOtherBytes() {
        Frame rubbish = MessageType.encode(new CertificateReq(new PrincipalName("x"), NOON));
        Frame cut = new Frame(rubbish.type(), Bytes.of(new byte[] {1}));
        Passing passing = new Passing(1, NOON, Party.AS, 1, Direction.TO_SERVER, cut);
        assertThat(passing.is(MessageType.CERTIFICATE_REQ)).isTrue();
        assertThat(passing.message()).isEmpty();
    }

    private Message ask() throws Exception {
        return ask(PATIENCE);
    }

    private Message ask(Duration patience) throws Exception {
        try (MessageConnection client = MessageConnection.open(tapped, PATIENCE, patience)) {
            return client.ask(new StatusReq(), StatusRep.class, Trace.NONE);
        }
    }

    private static Scheme requests(Decision decision) {
        return passing -> passing.direction() == Direction.TO_SERVER ? decision : Decision.PASS;
    }

    private static Scheme replies(Decision decision) {
        return passing -> passing.direction() == Direction.TO_CLIENT ? decision : Decision.PASS;
    }

    private static StatusRep status(String state) {
        return new StatusRep("as", "AS", NOON, "classic", "1", state, 0L);
    }

    /** What stands behind. */
    private final class Genuine implements FrameHandler {
        @Override
        public Optional<Frame> answer(Frame request) {
            arrived.add(request);
            return Optional.of(MessageType.encode(status("genuine")));
        }

        @Override
        public Frame refuse(DecodeException unreadable) {
            throw new AssertionError(unreadable);
        }

        @Override
        public Frame busy() {
            throw new AssertionError("one connection is not too many");
        }
    }
}
