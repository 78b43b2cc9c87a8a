package hallpass.net;

import static hallpass.net.RawPeer.frame;
import static hallpass.net.RawPeer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hallpass.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames are answered, whatever the segments they come in; bytes that are no frame are refused. */
class FramedServerTest extends ServersAndPeers {
    @Test
    void answersManyFramesOfOneConnectionInOrder() throws Exception {
        RawPeer peer = peer(serve(new Echo()));
        for (int i = 0; i < 1000; i++) {
            assertThat(peer.ask("frame " + i)).isEqualTo("frame " + i);
        }
    }

    @Test
    void answersFramesThatComeInOneSegmentOneAfterAnother() throws Exception {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger mostAtWork = new AtomicInteger();
        FramedServer server = serve(new Echo() {
            @Override
            public Optional<Frame> answer(Frame request) {
                mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                atWork.decrementAndGet();
                return Optional.of(request);
            }
        });
        RawPeer peer = peer(server);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        IntStream.range(0, 100).forEach(i -> all.writeBytes(frame("frame " + i).toArray()));

        peer.send(all.toByteArray());

        for (int i = 0; i < 100; i++) {
            assertThat(peer.receive()).isEqualTo("frame " + i);
        }
        assertThat(mostAtWork).hasValue(1);
    }

    @Test
    void putsFramesTogetherFromSingleBytes() throws Exception {
        RawPeer peer = peer(serve(new Echo()));
        for (int i = 0; i < 3; i++) {
            for (byte b : frame("byte by byte").toArray()) {
                peer.send(new byte[] {b});
            }
            assertThat(peer.receive()).isEqualTo("byte by byte");
        }
    }

    @Test
    void takesTheLongestFrameAndTheShortest() throws Exception {
        RawPeer peer = peer(serve(new Echo()));
        String longest = "x".repeat(Frame.MAX_LENGTH - 1);
        assertThat(peer.ask(longest)).isEqualTo(longest);
        assertThat(peer.ask("")).isEmpty();
    }

    @Test
    void serves64ConnectionsAtOnce() throws Exception {
        CountDownLatch allConnected = new CountDownLatch(64);
        FramedServer server = serve(new Echo());
        ExecutorService pool = Executors.newFixedThreadPool(64);
        opened.add(pool::shutdownNow);
        List<Callable<Boolean>> clients = IntStream.range(0, 64)
                .<Callable<Boolean>>mapToObj(client -> () -> {
                    try (RawPeer peer = new RawPeer(server.address())) {
                        allConnected.countDown();
                        allConnected.await();
                        for (int i = 0; i < 50; i++) {
                            String text = client + "/" + i;
                            if (!peer.ask(text).equals(text)) {
                                return false;
                            }
                        }
                        return true;
                    }
                })
                .toList();
        for (Future<Boolean> client : pool.invokeAll(clients)) {
            assertThat(client.get()).isTrue();
        }
        await().until(() -> server.connections() == 0);
    }

    @Test
    void givesEachConnectionItsOwnHandlerAndItsPeersAddress() throws Exception {
        FramedServer server = listen(settings(10, LONG, LONG), peer -> new Echo() {
            @Override
            public Optional<Frame> answer(Frame request) {
                return Optional.of(frame(peer.getAddress().getHostAddress() + " " + peer.getPort()));
            }
        });
        RawPeer first = peer(server);
        RawPeer second = peer(server);
        String answer = first.ask("who am I");
        assertThat(answer).isEqualTo("127.0.0.1 " + first.port());
        assertThat(second.ask("who am I")).isEqualTo("127.0.0.1 " + second.port());
        assertThat(first.ask("who am I")).isEqualTo(answer);
    }

    @Test
    void saysNothingWhereItsHandlerSaysNothing() throws Exception {
        RawPeer peer = peer(serve(new Echo() {
            @Override
            public Optional<Frame> answer(Frame request) {
                return text(request).equals("hush") ? Optional.empty() : Optional.of(request);
            }
        }));
        peer.send("hush");
        assertThat(peer.ask("speak")).isEqualTo("speak");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Frame.MAX_LENGTH + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void refusesALengthThatNoFrameHasThenCloses(int length) throws Exception {
        RawPeer peer = peer(serve(new Echo()));
        peer.send(ByteBuffer.allocate(Frame.PREFIX).putInt(length).array());
        assertThat(peer.receive())
                .isEqualTo("refused: frame length " + Integer.toUnsignedString(length) + " is not within 1 to 65536");
        assertThat(peer.seesOrderlyClose()).isTrue();
    }

    @Test
    void refusesGarbageWhileAnotherConnectionIsServed() throws Exception {
        FramedServer server = serve(new Echo());
        RawPeer good = peer(server);
        assertThat(good.ask("before")).isEqualTo("before");

        RawPeer browser = peer(server);
        browser.send(("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + "x".repeat(100_000))
                .getBytes(StandardCharsets.US_ASCII));

        assertThat(browser.receive()).startsWith("refused: frame length 1195725856");
        assertThat(good.ask("meanwhile")).isEqualTo("meanwhile");
        assertThat(browser.seesOrderlyClose()).isTrue();
        assertThat(good.ask("after")).isEqualTo("after");
    }

    @Test
    void answersWhatCameBeforeAnUnreadableFrameFirst() throws Exception {
        RawPeer peer = peer(serve(new Echo()));
        byte[] good = frame("good").toArray();
        peer.send(ByteBuffer.allocate(good.length + 4).put(good).putInt(0).array());
        assertThat(peer.receive()).isEqualTo("good");
        assertThat(peer.receive()).startsWith("refused");
        assertThat(peer.seesOrderlyClose()).isTrue();
    }

    @Test
    void outlivesAConnectionThatEndsInTheMiddleOfAFrame() throws Exception {
        FramedServer server = serve(new Echo());
        for (int sent = 1; sent < frame("half").size(); sent++) {
            try (RawPeer peer = new RawPeer(server.address())) {
                peer.send(ByteBuffer.allocate(sent)
                        .put(frame("half").toArray(), 0, sent)
                        .array());
            }
        }
        await().until(() -> server.connections() == 0);
        assertThat(peer(server).ask("whole")).isEqualTo("whole");
    }
}
