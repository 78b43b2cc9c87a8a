package hallpass.net;

import static hallpass.net.RawFrameClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import hallpass.wire.Frame;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A failing handler affects only its connection. */
class FrameHandlerFailureTest extends FramedServerFixture {
    @Test
    void survivesThrowingHandlers() throws Exception {
        ListAppender<ILoggingEvent> log = captureLog(ServerConnection.class);
        FramedServer server = serve(new EchoHandler() {
            @Override
            public Optional<Frame> handle(Frame request) {
                return switch (text(request)) {
                    case "exception" -> throw new IllegalStateException("deliberate");
                    case "error" -> throw new StackOverflowError("deliberate");
                    default -> Optional.of(request);
                };
            }
        });
        RawFrameClient other = connect(server);
        // More than the number of workers, so that lost workers would be noticed.
        for (int i = 0; i < 100; i++) {
            RawFrameClient peer = connect(server);
            peer.send(i % 2 == 0 ? "exception" : "error");
            assertThat(peer.awaitsClose()).isTrue();
        }
        assertThat(other.call("alive")).isEqualTo("alive");
        await().until(() -> server.connectionCount() == 1);
        assertThat(log.list).hasSize(100).allSatisfy(event -> {
            assertThat(event.getLevel().toString()).isEqualTo("ERROR");
            assertThat(event.getFormattedMessage()).startsWith("closing [").doesNotContain("exception");
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("deliberate");
        });
    }

    @Test
    void survivesHandlerThrowingInRefuseMalformed() throws Exception {
        captureLog(ServerConnection.class);
        FramedServer server = serve(new EchoHandler() {
            @Override
            public Frame refuseMalformed(hallpass.wire.DecodeException unreadable) {
                throw new IllegalStateException("deliberate");
            }
        });
        RawFrameClient peer = connect(server);
        peer.send(new byte[4]);
        assertThat(peer.awaitsClose()).isTrue();
        assertThat(connect(server).call("alive")).isEqualTo("alive");
    }

    @Test
    void survivesThrowingHandlerFactory() throws Exception {
        captureLog(ConnectionInitializer.class);
        AtomicInteger count = new AtomicInteger();
        FramedServer server = listen(settings(10, LONG, LONG), peer -> {
            if (count.incrementAndGet() == 1) {
                throw new IllegalStateException("deliberate");
            }
            return new EchoHandler();
        });
        assertThat(connect(server).awaitsClose()).isTrue();
        assertThat(connect(server).call("alive")).isEqualTo("alive");
        // The peer may see the close before the server releases the slot.
        await().until(() -> server.connectionCount() == 1);
    }

    private ListAppender<ILoggingEvent> captureLog(Class<?> source) {
        Logger logger = (Logger) LoggerFactory.getLogger(source);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        closeables.add(() -> logger.detachAppender(log));
        return log;
    }
}
