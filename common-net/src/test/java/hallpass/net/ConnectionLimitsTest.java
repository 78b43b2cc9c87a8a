package hallpass.net;

import static hallpass.net.RawPeer.frame;
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

/** No peer may take more time, connections or memory than there are for it. */
class ConnectionLimitsTest extends ServersAndPeers {
    private static final Duration SHORT = Duration.ofMillis(100);
    /** For what must be done within the limit first, by a machine that may stand still for a moment. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    @Test
    void closesOneThatStaysOpenAfterARefusal() throws Exception {
        FramedServer server = serve(new Echo(), 10, SHORT, LONG);
        RawPeer peer = peer(server);
        peer.send(new byte[4]);
        assertThat(peer.receive()).startsWith("refused");
        await().until(() -> server.connections() == 0);
    }

    @Test
    void closesAConnectionWhoseFrameStalls() throws Exception {
        FramedServer server = serve(new Echo(), 10, SHORT, LONG);
        RawPeer stalled = peer(server);
        stalled.send(ByteBuffer.allocate(6).putInt(100).array());
        assertThat(stalled.seesClose()).isTrue();
        assertThat(peer(server).ask("next")).isEqualTo("next");
    }

    @Test
    void closesAConnectionWhoseFrameTricklesInTooSlowly() throws Exception {
        FramedServer server = serve(new Echo(), 10, SHORT, LONG);
        RawPeer clock = peer(server);
        RawPeer slow = peer(server);
        slow.send(ByteBuffer.allocate(4).putInt(Frame.MAX_LENGTH).array());
        assertThatThrownBy(() -> {
                    // A question and its answer between any two bytes: far longer than the deadline in all.
                    for (int i = 0; i < Frame.MAX_LENGTH - 2; i++) {
                        slow.send(new byte[1]);
                        clock.ask("tick");
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @Test
    void closesAConnectionThatIsIdleTooLong() throws Exception {
        RawPeer idle = peer(serve(new Echo(), 10, LONG, ENOUGH));
        assertThat(idle.ask("still here")).isEqualTo("still here");
        assertThat(idle.seesOrderlyClose()).isTrue();
    }

    @Test
    void doesNotCloseAConnectionWhileItsAnswerIsMade() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FramedServer server = serve(waiting(go), 10, ENOUGH, ENOUGH);
        RawPeer patient = peer(server);
        patient.send("question");
        // Other connections that are closed for being idle show that the limits have passed.
        RawPeer idle = peer(server);
        RawPeer idleLater = peer(server);
        assertThat(idle.seesClose()).isTrue();
        assertThat(idleLater.seesClose()).isTrue();
        go.countDown();
        assertThat(patient.receive()).isEqualTo("question");
    }

    @Test
    void closesAPeerThatNeverReadsItsReplies() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        Frame large = frame("x".repeat(Frame.MAX_LENGTH - 1));
        FramedServer server = serve(
                new Echo() {
                    @Override
                    public Optional<Frame> answer(Frame request) {
                        answered.incrementAndGet();
                        return Optional.of(large);
                    }
                },
                10,
                Duration.ofMillis(500),
                LONG);
        RawPeer greedy = new RawPeer(server.address(), 4096);
        opened.add(greedy);
        assertThatThrownBy(() -> {
                    while (true) {
                        greedy.send("more");
                    }
                })
                .isInstanceOf(SocketException.class);
        await().until(() -> server.connections() == 0);
        // What the sockets' buffers hold, and no more: the rest was never answered.
        assertThat(answered.get()).isLessThan(500);
        assertThat(peer(server).ask("next")).hasSize(Frame.MAX_LENGTH - 1);
    }

    @Test
    void tellsConnectionsBeyondTheMaximumThatItIsBusy() throws Exception {
        FramedServer server = serve(new Echo(), 2, LONG, LONG);
        RawPeer first = peer(server);
        RawPeer second = peer(server);
        assertThat(first.ask("first")).isEqualTo("first");
        assertThat(second.ask("second")).isEqualTo("second");

        RawPeer third = peer(server);
        third.send("third");

        assertThat(third.receive()).isEqualTo("busy");
        assertThat(third.seesOrderlyClose()).isTrue();
        assertThat(server.connections()).isEqualTo(2);
        first.close();
        await().until(() -> server.connections() == 1);
        assertThat(peer(server).ask("fourth")).isEqualTo("fourth");
    }

    @Test
    void takesNoMoreMemoryForUnfinishedFramesThanItMay() throws Exception {
        FramedServer server = FramedServer.listen(
                ServerSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                peer -> new Echo(),
                new FrameMemory(5000));
        opened.add(server);
        byte[] large = frame("x".repeat(60_000)).toArray();

        RawPeer hoarder = peer(server);
        hoarder.send(Arrays.copyOf(large, 20_000));

        assertThat(hoarder.receive()).isEqualTo("busy");
        assertThat(hoarder.seesOrderlyClose()).isTrue();
        // What it had came back: there is room for others.
        for (int i = 0; i < 10; i++) {
            assertThat(peer(server).ask("y".repeat(2000))).hasSize(2000);
        }
    }

    @Test
    void refusesSettingsWithoutLimits() {
        InetSocketAddress any = at("127.0.0.1", 0);
        assertThatThrownBy(() -> new ServerSettings(any, 0, LONG, LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServerSettings(any, 1, Duration.ZERO, LONG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServerSettings(any, 1, LONG, LONG.negated()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
