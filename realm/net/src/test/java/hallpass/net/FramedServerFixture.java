package hallpass.net;

import hallpass.wire.Frame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Base class of server tests: closes servers and connections after each test. */
@Timeout(300)
abstract class FramedServerFixture {
    static final Duration LONG = Duration.ofMinutes(1);

    final List<AutoCloseable> closeables = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : closeables) {
            each.close();
        }
    }

    final FramedServer serve(FrameHandler handler) throws ListenException {
        return serve(handler, 1000, LONG, LONG);
    }

    final FramedServer serve(FrameHandler handler, int maxConnections, Duration frameDeadline, Duration idleLimit)
            throws ListenException {
        return listen(settings(maxConnections, frameDeadline, idleLimit), peer -> handler);
    }

    final FramedServer listen(ServerSettings settings, FrameHandlerFactory handlers) throws ListenException {
        FramedServer server = FramedServer.listen(settings, handlers);
        closeables.add(server);
        return server;
    }

    final RawFrameClient connect(FramedServer server) throws IOException {
        RawFrameClient peer = new RawFrameClient(server.address());
        closeables.add(peer);
        return peer;
    }

    /** Answers when the latch is released. */
    static FrameHandler handlerWaitingFor(CountDownLatch go) {
        return new EchoHandler() {
            @Override
            public Optional<Frame> handle(Frame request) {
                awaitUnchecked(go);
                return Optional.of(request);
            }
        };
    }

    static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static ServerSettings settings(int maxConnections, Duration frameDeadline, Duration idleLimit) {
        return new ServerSettings(address("127.0.0.1", 0), maxConnections, frameDeadline, idleLimit);
    }

    static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(host, port);
    }
}
