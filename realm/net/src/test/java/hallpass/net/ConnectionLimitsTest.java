package hallpass.net;

import static hallpass.net.RawFrameClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hallpass.wire.Frame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Limits of time, connections and memory per peer. */
class ConnectionLimitsTest extends FramedServerFixture {
    private static final Duration SHORT = Duration.ofMillis(100);
    /** A timeout that a loaded machine still meets. */
    private static final Duration AMPLE = Duration.ofSeconds(2);

    @Test
    void closesConnectionLeftOpenAfterRefusal() throws Exception {
        FramedServer server = serve(new EchoHandler(), 10, SHORT, LONG);
        RawFrameClient peer = connect(server);
        peer.send(new byte[4]);
        assertThat(peer.receive()).startsWith("refused");
        await().until(() -> server.connectionCount() == 0);
    }

    @Test
    void closesConnectionWithStalledFrame() throws Exception {
        FramedServer server = serve(new EchoHandler(), 10, SHORT, LONG);
        RawFrameClient stalled = connect(server);
        stalled.send(ByteBuffer.allocate(6).putInt(100).array());
        assertThat(stalled.awaitsClose()).isTrue();
        assertThat(connect(server).call("next")).isEqualTo("next");
    }

    @Test
    void closesConnectionWithSlowFrame() throws Exception {
        FramedServer server = serve(new EchoHandler(), 10, SHORT, LONG);
        RawFrameClient clock = connect(server);
        RawFrameClient slow = connect(server);
        slow.send(ByteBuffer.allocate(4).putInt(Frame.MAX_LENGTH).array());
        assertThatThrownBy(() -> {
                    // One call between any two bytes: far longer than the timeout in total.
                    for (int i = 0; i < Frame.MAX_LENGTH - 2; i++) {
                        slow.send(new byte[1]);
                        clock.call("tick");
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @Test
    void closesIdleConnection() throws Exception {
        RawFrameClient idle = connect(serve(new EchoHandler(), 10, LONG, AMPLE));
        assertThat(idle.call("still here")).isEqualTo("still here");
        assertThat(idle.awaitsOrderlyClose()).isTrue();
    }

    @Test
    void keepsConnectionOpenWhileHandlerRuns() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FramedServer server = serve(handlerWaitingFor(go), 10, AMPLE, AMPLE);
        RawFrameClient patient = connect(server);
        patient.send("question");
        // Two idle connections that were closed show that the timeout has passed.
        RawFrameClient idle = connect(server);
        RawFrameClient idleLater = connect(server);
        assertThat(idle.awaitsClose()).isTrue();
        assertThat(idleLater.awaitsClose()).isTrue();
        go.countDown();
        assertThat(patient.receive()).isEqualTo("question");
    }

    @Test
    void closesConnectionThatDoesNotReadReplies() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        Frame large = frame("x".repeat(Frame.MAX_LENGTH - 1));
        FramedServer server = serve(
                new EchoHandler() {
                    @Override
                    public Optional<Frame> handle(Frame request) {
                        answered.incrementAndGet();
                        return Optional.of(large);
                    }
                },
                10,
                Duration.ofMillis(500),
                LONG);
        RawFrameClient greedy = new RawFrameClient(server.address(), 4096);
        closeables.add(greedy);
        assertThatThrownBy(() -> {
                    while (true) {
                        greedy.send("more");
                    }
                })
                .isInstanceOf(SocketException.class);
        await().until(() -> server.connectionCount() == 0);
        // Only what fits the socket buffers was answered.
        assertThat(answered.get()).isLessThan(500);
        assertThat(connect(server).call("next")).hasSize(Frame.MAX_LENGTH - 1);
    }

    @Test
    void repliesBusyBeyondMaxConnections() throws Exception {
        FramedServer server = serve(new EchoHandler(), 2, LONG, LONG);
        RawFrameClient first = connect(server);
        RawFrameClient second = connect(server);
        assertThat(first.call("first")).isEqualTo("first");
        assertThat(second.call("second")).isEqualTo("second");

        RawFrameClient third = connect(server);
        third.send("third");

        assertThat(third.receive()).isEqualTo("busy");
        assertThat(third.awaitsOrderlyClose()).isTrue();
        assertThat(server.connectionCount()).isEqualTo(2);
        first.close();
        await().until(() -> server.connectionCount() == 1);
        assertThat(connect(server).call("fourth")).isEqualTo("fourth");
    }

    @Test
    void limitsMemoryOfUnfinishedFrames() throws Exception {
        FramedServer server = FramedServer.listen(
                ServerSettings.withDefaults(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                peer -> new EchoHandler(),
                new FrameMemoryBudget(5000));
        closeables.add(server);
        byte[] large = frame("x".repeat(60_000)).encode();

        RawFrameClient hoarder = connect(server);
        hoarder.send(Arrays.copyOf(large, 20_000));

        assertThat(hoarder.receive()).isEqualTo("busy");
        assertThat(hoarder.awaitsOrderlyClose()).isTrue();
        // Its memory was released.
        for (int i = 0; i < 10; i++) {
            assertThat(connect(server).call("y".repeat(2000))).hasSize(2000);
        }
    }

    @Test
    void refusesNonPositiveLimits() {
        InetSocketAddress any = address("127.0.0.1", 0);
        assertThatThrownBy(() -> new ServerSettings(any, 0, LONG, LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServerSettings(any, 1, Duration.ZERO, LONG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServerSettings(any, 1, LONG, LONG.negated()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
