package hallpass.net;

import static hallpass.net.RawPeer.frame;
import static hallpass.net.RawPeer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import hallpass.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class FramedServerTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

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
    void closesOneThatStaysOpenAfterARefusal() throws Exception {
        FramedServer server = serve(new Echo(), 10, SHORT, LONG);
        RawPeer peer = peer(server);
        peer.send(new byte[4]);
        assertThat(peer.receive()).startsWith("refused");
        await().until(() -> server.connections() == 0);
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
        RawPeer idle = peer(serve(new Echo(), 10, LONG, SHORT));
        assertThat(idle.ask("still here")).isEqualTo("still here");
        assertThat(idle.seesOrderlyClose()).isTrue();
    }

    @Test
    void doesNotCloseAConnectionWhileItsAnswerIsMade() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FramedServer server = serve(waiting(go), 10, SHORT, SHORT);
        RawPeer patient = peer(server);
        patient.send("question");
        // Other connections that are closed for being idle show that the limits have passed.
        assertThat(peer(server).seesClose()).isTrue();
        assertThat(peer(server).seesClose()).isTrue();
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
    void outlivesHandlersThatThrow() throws Exception {
        ListAppender<ILoggingEvent> log = listenTo(Connection.class);
        FramedServer server = serve(new Echo() {
            @Override
            public Optional<Frame> answer(Frame request) {
                return switch (text(request)) {
                    case "exception" -> throw new IllegalStateException("planted");
                    case "error" -> throw new StackOverflowError("planted");
                    default -> Optional.of(request);
                };
            }
        });
        RawPeer other = peer(server);
        // More than there are workers: a worker lost to each would leave none.
        for (int i = 0; i < 100; i++) {
            RawPeer peer = peer(server);
            peer.send(i % 2 == 0 ? "exception" : "error");
            assertThat(peer.seesClose()).isTrue();
        }
        assertThat(other.ask("alive")).isEqualTo("alive");
        await().until(() -> server.connections() == 1);
        assertThat(log.list).hasSize(100).allSatisfy(event -> {
            assertThat(event.getLevel().toString()).isEqualTo("ERROR");
            assertThat(event.getFormattedMessage()).startsWith("closing [").doesNotContain("exception");
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("planted");
        });
    }

    @Test
    void outlivesAHandlerThatCannotEvenRefuse() throws Exception {
        listenTo(Connection.class);
        FramedServer server = serve(new Echo() {
            @Override
            public Frame refuse(hallpass.wire.DecodeException unreadable) {
                throw new IllegalStateException("planted");
            }
        });
        RawPeer peer = peer(server);
        peer.send(new byte[4]);
        assertThat(peer.seesClose()).isTrue();
        assertThat(peer(server).ask("alive")).isEqualTo("alive");
    }

    @Test
    void outlivesAConnectionThatGetsNoHandler() throws Exception {
        listenTo(Reception.class);
        AtomicInteger count = new AtomicInteger();
        FramedServer server = listen(settings(10, LONG, LONG), peer -> {
            if (count.incrementAndGet() == 1) {
                throw new IllegalStateException("planted");
            }
            return new Echo();
        });
        assertThat(peer(server).seesClose()).isTrue();
        assertThat(peer(server).ask("alive")).isEqualTo("alive");
        assertThat(server.connections()).isEqualTo(1);
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

    @Test
    void refusesSettingsWithoutLimits() {
        InetSocketAddress any = at("127.0.0.1", 0);
        assertThatThrownBy(() -> new ServerSettings(any, 0, LONG, LONG)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServerSettings(any, 1, Duration.ZERO, LONG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServerSettings(any, 1, LONG, LONG.negated()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private FramedServer serve(FrameHandler handler) throws ListenException {
        return serve(handler, 1000, LONG, LONG);
    }

    private FramedServer serve(FrameHandler handler, int maxConnections, Duration frameDeadline, Duration idleLimit)
            throws ListenException {
        return listen(settings(maxConnections, frameDeadline, idleLimit), peer -> handler);
    }

    private FramedServer listen(ServerSettings settings, FrameHandlers handlers) throws ListenException {
        FramedServer server = FramedServer.listen(settings, handlers);
        opened.add(server);
        return server;
    }

    private void listen(InetSocketAddress address) throws ListenException {
        listen(ServerSettings.at(address), peer -> new Echo());
    }

    private RawPeer peer(FramedServer server) throws IOException {
        RawPeer peer = new RawPeer(server.address());
        opened.add(peer);
        return peer;
    }

    private ListAppender<ILoggingEvent> listenTo(Class<?> source) {
        Logger logger = (Logger) LoggerFactory.getLogger(source);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        opened.add(() -> logger.detachAppender(log));
        return log;
    }

    private static FrameHandler waiting(CountDownLatch go) {
        return new Echo() {
            @Override
            public Optional<Frame> answer(Frame request) {
                awaitUnchecked(go);
                return Optional.of(request);
            }
        };
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerSettings settings(int maxConnections, Duration frameDeadline, Duration idleLimit) {
        return new ServerSettings(at("127.0.0.1", 0), maxConnections, frameDeadline, idleLimit);
    }

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(host, port);
    }
}
