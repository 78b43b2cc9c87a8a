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

/** A server says why it cannot listen, and answers what it has in hand before it stops. */
class StartAndStopTest extends ServersAndPeers {
    @Test
    void answersTheRequestInHandWhenStopped() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FramedServer server = serve(new Echo() {
            @Override
            public Optional<Frame> answer(Frame request) {
                asked.countDown();
                awaitUnchecked(go);
                return Optional.of(request);
            }
        });
        RawPeer busy = peer(server);
        RawPeer idle = peer(server);
        busy.send("in hand");
        asked.await();

        Thread stop = new Thread(server::close);
        stop.start();

        assertThat(idle.seesOrderlyClose()).isTrue();
        assertThatThrownBy(() -> new RawPeer(server.address())).isInstanceOf(IOException.class);
        assertThat(stop.isAlive()).isTrue();
        go.countDown();
        assertThat(busy.receive()).isEqualTo("in hand");
        assertThat(busy.seesOrderlyClose()).isTrue();
        stop.join();
        assertThat(server.connections()).isZero();
    }

    @Test
    void answersAllThatWasSentBeforeItWasStopped() throws Exception {
        FramedServer server = serve(new Echo());
        List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            peers.add(peer(server));
        }
        for (RawPeer peer : peers) {
            peer.send("in flight");
        }

        server.close();

        for (RawPeer peer : peers) {
            assertThat(peer.receive()).isEqualTo("in flight");
            assertThat(peer.seesOrderlyClose()).isTrue();
        }
    }

    @Test
    void refusesARequestThatNeverEndsWhenItStops() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        FramedServer server = serve(waiting(never));
        RawPeer peer = peer(server);
        peer.send("in hand");
        await().until(() -> server.connections() == 1);

        server.close();

        assertThat(peer.receive()).isEqualTo("busy");
        assertThat(peer.seesClose()).isTrue();
        never.countDown();
    }

    @Test
    void canBeStoppedTwiceAndItsPortTakenAgain() throws Exception {
        FramedServer server = serve(new Echo());
        assertThat(peer(server).ask("once")).isEqualTo("once");
        server.close();
        server.close();
        FramedServer next = listen(new ServerSettings(server.address(), 10, LONG, LONG), connected -> new Echo());
        assertThat(peer(next).ask("again")).isEqualTo("again");
    }

    @Test
    void saysThatAPortIsTakenAndWhatToDo() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> listen(at("127.0.0.1", port)))
                    .isInstanceOf(ListenException.class)
                    .hasMessage("port " + port + " of 127.0.0.1 is taken: stop the process that has it,"
                            + " or start this one with --port");
        }
    }

    @Test
    void saysThatAnAddressIsNotOfThisMachine() {
        // RFC 5737: no machine has this address.
        assertThatThrownBy(() -> listen(at("192.0.2.1", 0)))
                .isInstanceOf(ListenException.class)
                .hasMessage("192.0.2.1 is no address of this machine: give one that is, such as 127.0.0.1");
    }

    @Test
    void saysThatANameIsUnknown() {
        assertThatThrownBy(() -> listen(InetSocketAddress.createUnresolved("no-such-host.invalid", 0)))
                .isInstanceOf(ListenException.class)
                .hasMessage("no machine is called no-such-host.invalid: give an address of this machine to listen on");
    }

    @Test
    void saysThatAPortIsForbidden() {
        assertThat(ListenException.of(at("127.0.0.1", 88), new SocketException("Permission denied")))
                .hasMessage("port 88 of 127.0.0.1 may not be used by this account:"
                        + " start this one with --port and a number from 1024 on");
    }

    private void listen(InetSocketAddress address) throws ListenException {
        listen(ServerSettings.at(address), peer -> new Echo());
    }
}
