package hallpass.net;

import static hallpass.net.RawFrameClient.frame;
import static hallpass.net.RawFrameClient.text;
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

/** Frames are answered independently of TCP segmentation; invalid bytes are refused. */
class FramedServerTest extends FramedServerFixture {
    @Test
    void answersFramesOfOneConnectionInOrder() throws Exception {
        RawFrameClient peer = connect(serve(new EchoHandler()));
        for (int i = 0; i < 1000; i++) {
            assertThat(peer.call("frame " + i)).isEqualTo("frame " + i);
        }
    }

    @Test
    void handlesPipelinedFramesOneAtATime() throws Exception {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger mostAtWork = new AtomicInteger();
        FramedServer server = serve(new EchoHandler() {
            @Override
            public Optional<Frame> handle(Frame request) {
                mostAtWork.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                atWork.decrementAndGet();
                return Optional.of(request);
            }
        });
        RawFrameClient peer = connect(server);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        IntStream.range(0, 100).forEach(i -> all.writeBytes(frame("frame " + i).encode()));

        peer.send(all.toByteArray());

        for (int i = 0; i < 100; i++) {
            assertThat(peer.receive()).isEqualTo("frame " + i);
        }
        assertThat(mostAtWork).hasValue(1);
    }

    @Test
    void assemblesFramesFromSingleBytes() throws Exception {
        RawFrameClient peer = connect(serve(new EchoHandler()));
        for (int i = 0; i < 3; i++) {
            for (byte b : frame("byte by byte").encode()) {
                peer.send(new byte[] {b});
            }
            assertThat(peer.receive()).isEqualTo("byte by byte");
        }
    }

    @Test
    void acceptsLongestAndShortestFrame() throws Exception {
        RawFrameClient peer = connect(serve(new EchoHandler()));
        String longest = "x".repeat(Frame.MAX_LENGTH - 1);
        assertThat(peer.call(longest)).isEqualTo(longest);
        assertThat(peer.call("")).isEmpty();
    }

    @Test
    void serves64ConnectionsConcurrently() throws Exception {
        CountDownLatch allConnected = new CountDownLatch(64);
        FramedServer server = serve(new EchoHandler());
        ExecutorService pool = Executors.newFixedThreadPool(64);
        closeables.add(pool::shutdownNow);
        List<Callable<Boolean>> clients = IntStream.range(0, 64)
                .<Callable<Boolean>>mapToObj(client -> () -> {
                    try (RawFrameClient peer = new RawFrameClient(server.address())) {
                        allConnected.countDown();
                        allConnected.await();
                        for (int i = 0; i < 50; i++) {
                            String text = client + "/" + i;
                            if (!peer.call(text).equals(text)) {
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
        await().until(() -> server.connectionCount() == 0);
    }

    @Test
    void createsOneHandlerPerConnectionWithPeerAddress() throws Exception {
        FramedServer server = listen(settings(10, LONG, LONG), peer -> new EchoHandler() {
            @Override
            public Optional<Frame> handle(Frame request) {
                return Optional.of(frame(peer.getAddress().getHostAddress() + " " + peer.getPort()));
            }
        });
        RawFrameClient first = connect(server);
        RawFrameClient second = connect(server);
        String answer = first.call("who am I");
        assertThat(answer).isEqualTo("127.0.0.1 " + first.port());
        assertThat(second.call("who am I")).isEqualTo("127.0.0.1 " + second.port());
        assertThat(first.call("who am I")).isEqualTo(answer);
    }

    @Test
    void sendsNothingIfTheHandlerReturnsEmpty() throws Exception {
        RawFrameClient peer = connect(serve(new EchoHandler() {
            @Override
            public Optional<Frame> handle(Frame request) {
                return text(request).equals("hush") ? Optional.empty() : Optional.of(request);
            }
        }));
        peer.send("hush");
        assertThat(peer.call("speak")).isEqualTo("speak");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Frame.MAX_LENGTH + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void refusesInvalidFrameLengthAndCloses(int length) throws Exception {
        RawFrameClient peer = connect(serve(new EchoHandler()));
        peer.send(ByteBuffer.allocate(Frame.PREFIX_SIZE).putInt(length).array());
        assertThat(peer.receive())
                .isEqualTo("refused: frame length " + Integer.toUnsignedString(length) + " is not within 1 to 65536");
        assertThat(peer.awaitsOrderlyClose()).isTrue();
    }

    @Test
    void refusesGarbageWhileServingOthers() throws Exception {
        FramedServer server = serve(new EchoHandler());
        RawFrameClient good = connect(server);
        assertThat(good.call("before")).isEqualTo("before");

        RawFrameClient browser = connect(server);
        browser.send(("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + "x".repeat(100_000))
                .getBytes(StandardCharsets.US_ASCII));

        assertThat(browser.receive()).startsWith("refused: frame length 1195725856");
        assertThat(good.call("meanwhile")).isEqualTo("meanwhile");
        assertThat(browser.awaitsOrderlyClose()).isTrue();
        assertThat(good.call("after")).isEqualTo("after");
    }

    @Test
    void answersFramesBeforeAMalformedOne() throws Exception {
        RawFrameClient peer = connect(serve(new EchoHandler()));
        byte[] good = frame("good").encode();
        peer.send(ByteBuffer.allocate(good.length + 4).put(good).putInt(0).array());
        assertThat(peer.receive()).isEqualTo("good");
        assertThat(peer.receive()).startsWith("refused");
        assertThat(peer.awaitsOrderlyClose()).isTrue();
    }

    @Test
    void survivesConnectionClosedMidFrame() throws Exception {
        FramedServer server = serve(new EchoHandler());
        for (int sent = 1; sent < frame("half").size(); sent++) {
            try (RawFrameClient peer = new RawFrameClient(server.address())) {
                peer.send(ByteBuffer.allocate(sent)
                        .put(frame("half").encode(), 0, sent)
                        .array());
            }
        }
        await().until(() -> server.connectionCount() == 0);
        assertThat(connect(server).call("whole")).isEqualTo("whole");
    }
}
