package hallpass.server;

import hallpass.audit.AuditEvent;
import hallpass.audit.AuditTrail;
import hallpass.net.FrameHandler;
import hallpass.net.FramedServer;
import hallpass.net.ListenException;
import hallpass.net.ServerSettings;
import hallpass.protocol.Responder;
import hallpass.protocol.Status;
import hallpass.protocol.UnavailableException;
import hallpass.realm.RealmProblem;
import hallpass.realm.Version;
import hallpass.trace.Party;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that listens. The same in a process of its own and in a test. */
public final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private final Server server;
    private final FramedServer frames;
    private final Health health;
    private final ServerAudit audit;

    private RunningServer(Server server, FramedServer frames, Health health, ServerAudit audit) {
        this.server = server;
        this.frames = frames;
        this.health = health;
        this.audit = audit;
    }

    /**
     * Listens. Requests are answered from now on; whether they can be served is for {@link #awaitReady}.
     *
     * @throws ListenException if the address cannot be had
     * @throws RealmProblem if the audit log cannot be had
     */
    public static RunningServer start(Party party, InetSocketAddress address, Server server, ServerContext context)
            throws ListenException, RealmProblem {
        return start(new Seat(party, 1, address), server, context);
    }

    /** The same of one of several. */
    public static RunningServer start(Seat seat, Server server, ServerContext context)
            throws ListenException, RealmProblem {
        return start(seat, server, context, new Health(Optional::empty));
    }

    static RunningServer start(Seat seat, Server server, ServerContext context, Health health)
            throws ListenException, RealmProblem {
        health.needs(server.preparation());
        Status status = new Status(
                seat.party(),
                server.name(),
                context.realm().config().profile().toString(),
                Version.text(),
                () -> context.audit().state(health.state()),
                () -> remembered(server));
        Responder.Surroundings surroundings = new Responder.Surroundings(
                context.clock(),
                status,
                health.listening(context.narrator()),
                context.audit(),
                context.realm().config().profile().errors(),
                error -> LOG.error("a request could not be answered", error));
        try {
            FramedServer frames = FramedServer.listen(
                    ServerSettings.at(seat.address()),
                    peer -> new Door(new Responder(server.conversations().get(), peer(peer), surroundings)));
            RunningServer running = new RunningServer(server, frames, health, context.audit());
            running.openAudit(seat, context);
            return running;
        } catch (ListenException | RuntimeException e) {
            closeAll(server.resources());
            throw e;
        }
    }

    private void openAudit(Seat seat, ServerContext context) throws RealmProblem {
        try {
            audit.open(() -> AuditTrail.open(context.realm(), seat.party(), seat.replica(), context.clock()));
        } catch (RealmProblem | RuntimeException e) {
            frames.close();
            closeAll(server.resources());
            throw e;
        }
        audit.tell(AuditEvent.SERVER_STARTED);
        audit.warning().ifPresent(LOG::error);
    }

    /** What whoever runs the server must hear, though it serves: a sentence. */
    public Optional<String> warning() {
        return audit.warning();
    }

    /** The address that it really listens on. */
    public InetSocketAddress address() {
        return frames.address();
    }

    /**
     * Returns when the server can serve.
     *
     * @param waiting is told what it waits for meanwhile
     */
    public void awaitReady(Server.Waiting waiting) throws InterruptedException, RealmProblem {
        server.preparation().await(new Server.Waiting() {
            @Override
            public void waitsFor(String what) {
                health.waitsFor(what);
                waiting.waitsFor(what);
            }

            @Override
            public void servesAgain(String what) {
                health.servesAgain();
                waiting.servesAgain(what);
            }
        });
        health.ready();
    }

    /** Stops in order: no new connection, the requests in hand answered, then everything closed. */
    @Override
    public void close() {
        try {
            frames.close();
        } finally {
            closeAll(server.resources());
            // Last: a request that is still in hand can be written.
            audit.tell(AuditEvent.SERVER_STOPPED);
            audit.close();
        }
    }

    /** Nobody is refused their question for the status because a store cannot be asked. */
    private static long remembered(Server server) {
        try {
            return server.remembered().getAsLong();
        } catch (UnavailableException e) {
            return 0;
        }
    }

    private static void closeAll(List<AutoCloseable> resources) {
        List<AutoCloseable> lastFirst = new ArrayList<>(resources);
        Collections.reverse(lastFirst);
        for (AutoCloseable resource : lastFirst) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("could not be closed", e);
            }
        }
    }

    private static Responder.Peer peer(InetSocketAddress peer) {
        return new Responder.Peer(peer.getAddress().getHostAddress(), peer.getPort());
    }

    /** Frames from the net, to one connection's responder. */
    private record Door(Responder responder) implements FrameHandler {
        @Override
        public Optional<Frame> answer(Frame request) {
            return responder.answer(request);
        }

        @Override
        public Frame refuse(DecodeException unreadable) {
            return responder.refuse(unreadable);
        }

        @Override
        public Frame busy() {
            return responder.busy();
        }
    }
}
