package hallpass.net;

import static hallpass.net.RawPeer.text;
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

/** A handler that fails costs its own connection, and nothing else. */
class HandlerFailuresTest extends ServersAndPeers {
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
        // The peer may see the close before the server has let go of the seat.
        await().until(() -> server.connections() == 1);
    }

    private ListAppender<ILoggingEvent> listenTo(Class<?> source) {
        Logger logger = (Logger) LoggerFactory.getLogger(source);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        opened.add(() -> logger.detachAppender(log));
        return log;
    }
}
