package hallpass.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hallpass.wire.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Start failures and graceful stop. */
class FramedServerLifecycleTest extends FramedServerFixture {
    @Test
    void answersRequestInProgressWhenStopped() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FramedServer server = serve(new EchoHandler() {
            @Override
            public Optional<Frame> handle(Frame request) {
                asked.countDown();
                awaitUnchecked(go);
                return Optional.of(request);
            }
        });
        RawFrameClient busy = connect(server);
        RawFrameClient idle = connect(server);
        busy.send("in hand");
        asked.await();

        Thread stop = new Thread(server::close);
        stop.start();

        assertThat(idle.awaitsOrderlyClose()).isTrue();
        assertThatThrownBy(() -> new RawFrameClient(server.address())).isInstanceOf(IOException.class);
        assertThat(stop.isAlive()).isTrue();
        go.countDown();
        assertThat(busy.receive()).isEqualTo("in hand");
        assertThat(busy.awaitsOrderlyClose()).isTrue();
        stop.join();
        assertThat(server.connectionCount()).isZero();
    }

    @Test
    void answersRequestsSentBeforeStop() throws Exception {
        FramedServer server = serve(new EchoHandler());
        List<RawFrameClient> peers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            peers.add(connect(server));
        }
        for (RawFrameClient peer : peers) {
            peer.send("in flight");
        }

        server.close();

        for (RawFrameClient peer : peers) {
            assertThat(peer.receive()).isEqualTo("in flight");
            assertThat(peer.awaitsOrderlyClose()).isTrue();
        }
    }

    @Test
    void repliesBusyToUnfinishedRequestOnStop() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        FramedServer server = serve(handlerWaitingFor(never));
        RawFrameClient peer = connect(server);
        peer.send("in hand");
        await().until(() -> server.connectionCount() == 1);

        server.close();

        assertThat(peer.receive()).isEqualTo("busy");
        assertThat(peer.awaitsClose()).isTrue();
        never.countDown();
    }

    @Test
    void stopsTwiceAndReleasesItsPort() throws Exception {
        FramedServer server = serve(new EchoHandler());
        assertThat(connect(server).call("once")).isEqualTo("once");
        server.close();
        server.close();
        FramedServer next =
                listen(new ServerSettings(server.address(), 10, LONG, LONG), connected -> new EchoHandler());
        assertThat(connect(next).call("again")).isEqualTo("again");
    }

    @Test
    void reportsPortInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> listen(address("127.0.0.1", port)))
                    .isInstanceOf(ListenException.class)
                    .hasMessage("port " + port + " of 127.0.0.1 is in use");
        }
    }

    @Test
    void reportsAddressNotLocal() {
        // TEST-NET-1 (RFC 5737).
        assertThatThrownBy(() -> listen(address("192.0.2.1", 0)))
                .isInstanceOf(ListenException.class)
                .hasMessage("192.0.2.1 is not an address of this machine");
    }

    @Test
    void reportsUnknownHost() {
        assertThatThrownBy(() -> listen(InetSocketAddress.createUnresolved("no-such-host.invalid", 0)))
                .isInstanceOf(ListenException.class)
                .hasMessage("host no-such-host.invalid is unknown");
    }

    @Test
    void reportsPortNotPermitted() {
        ListenException e = new ListenException(address("127.0.0.1", 88), new SocketException("Permission denied"));
        assertThat(e.reason()).isEqualTo(ListenException.Reason.PORT_NOT_PERMITTED);
        assertThat(e).hasMessage("this user may not listen on port 88 of 127.0.0.1");
    }

    private void listen(InetSocketAddress address) throws ListenException {
        listen(ServerSettings.withDefaults(address), peer -> new EchoHandler());
    }
}
