package hallpass.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hallpass.message.MessageType;
import hallpass.message.StatusRep;
import hallpass.message.StatusReq;
import hallpass.net.FrameHandler;
import hallpass.net.FramedServer;
import hallpass.net.MessageConnection;
import hallpass.net.ServerSettings;
import hallpass.net.UnreachableException;
import hallpass.testkit.RecordingProxy.Direction;
import hallpass.testkit.RecordingProxy.Recorded;
import hallpass.trace.Trace;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordingProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Frame ASK = MessageType.encode(new StatusReq());
    private static final Frame REPLY =
            MessageType.encode(new StatusRep("as", "AS", LabRealm.NOON, "classic", "1", "ready", 0L));

    @Test
    void keepsEachFrameOfBothDirectionsInOrder() throws Exception {
        try (FramedServer server = server();
                RecordingProxy proxy = RecordingProxy.inFrontOf(server.address())) {
            for (int connection = 1; connection <= 2; connection++) {
                try (MessageConnection client = MessageConnection.open(proxy.address(), PATIENCE, PATIENCE)) {
                    client.ask(new StatusReq(), StatusRep.class, Trace.NONE);
                    client.ask(new StatusReq(), StatusRep.class, Trace.NONE);
                }
            }

            assertThat(proxy.frames())
                    .containsExactly(
                            new Recorded(1, Direction.TO_SERVER, ASK),
                            new Recorded(1, Direction.TO_CLIENT, REPLY),
                            new Recorded(1, Direction.TO_SERVER, ASK),
                            new Recorded(1, Direction.TO_CLIENT, REPLY),
                            new Recorded(2, Direction.TO_SERVER, ASK),
                            new Recorded(2, Direction.TO_CLIENT, REPLY),
                            new Recorded(2, Direction.TO_SERVER, ASK),
                            new Recorded(2, Direction.TO_CLIENT, REPLY));
            assertThat(proxy.unframed()).isEmpty();
        }
    }

    @Test
    void keepsBytesThatAreNoFrameApart() throws Exception {
        try (FramedServer server = server();
                RecordingProxy proxy = RecordingProxy.inFrontOf(server.address());
                Socket client =
                        new Socket(proxy.address().getAddress(), proxy.address().getPort())) {
            client.getOutputStream().write(new byte[] {-1, -1, -1, -1, 7});

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(REPLY.toArray());
            assertThat(proxy.frames()).containsExactly(new Recorded(1, Direction.TO_CLIENT, REPLY));
            assertThat(proxy.unframed()).isNotEmpty();
        }
    }

    @Test
    void isAsUnreachableAsTheServerBehindIt() throws Exception {
        InetSocketAddress nobody;
        try (FramedServer server = server()) {
            nobody = server.address();
        }
        try (RecordingProxy proxy = RecordingProxy.inFrontOf(nobody);
                MessageConnection client = MessageConnection.open(proxy.address(), PATIENCE, PATIENCE)) {
            assertThatThrownBy(() -> client.ask(new StatusReq(), StatusRep.class, Trace.NONE))
                    .isInstanceOf(UnreachableException.class);
        }
    }

    @Test
    void letsGoOfTheServerWhenClosed() throws Exception {
        try (FramedServer server = server()) {
            RecordingProxy proxy = RecordingProxy.inFrontOf(server.address());
            try (MessageConnection client = MessageConnection.open(proxy.address(), PATIENCE, PATIENCE)) {
                client.ask(new StatusReq(), StatusRep.class, Trace.NONE);
                assertThat(server.connections()).isEqualTo(1);

                proxy.close();

                await().until(() -> server.connections() == 0);
            }
        }
    }

    /** Answers everything with the same frame. */
    private static FramedServer server() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return FramedServer.listen(ServerSettings.at(anyPort), peer -> new FrameHandler() {
            @Override
            public Optional<Frame> answer(Frame request) {
                return Optional.of(REPLY);
            }

            @Override
            public Frame refuse(DecodeException unreadable) {
                return REPLY;
            }

            @Override
            public Frame busy() {
                return REPLY;
            }
        });
    }
}
