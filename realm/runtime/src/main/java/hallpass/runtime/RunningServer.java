package hallpass.runtime;

import hallpass.audit.ServerAuditLog;
import hallpass.config.RealmException;
import hallpass.config.Version;
import hallpass.message.AuditEvent;
import hallpass.message.Party;
import hallpass.net.FrameHandler;
import hallpass.net.FramedServer;
import hallpass.net.ListenException;
import hallpass.net.ServerSettings;
import hallpass.protocol.Dispatcher;
import hallpass.protocol.StatusReporter;
import hallpass.protocol.UnavailableException;
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

    private final ServerAssembly assembly;
    private final FramedServer framedServer;
    private final Health health;
    private final ServerAudit audit;

    private RunningServer(ServerAssembly assembly, FramedServer framedServer, Health health, ServerAudit audit) {
        this.assembly = assembly;
        this.framedServer = framedServer;
        this.health = health;
        this.audit = audit;
    }

    /**
     * Listens. Requests are answered from now on; whether they can be served is for {@link #awaitReady}.
     *
     * @throws ListenException if the address cannot be had
     * @throws RealmException if the audit log cannot be had
     */
    public static RunningServer start(
            Party party, InetSocketAddress address, ServerAssembly assembly, ServerContext context)
            throws ListenException, RealmException {
        return start(new ServerInstance(party, 1, address), assembly, context);
    }

    /** The same of one of several. */
    public static RunningServer start(ServerInstance instance, ServerAssembly assembly, ServerContext context)
            throws ListenException, RealmException {
        return start(instance, assembly, context, new Health(Optional::empty));
    }

    public static RunningServer start(
            ServerInstance instance, ServerAssembly assembly, ServerContext context, Health health)
            throws ListenException, RealmException {
        health.setReadiness(assembly.readiness());
        StatusReporter status = new StatusReporter(
                instance.party(),
                assembly.name(),
                context.realm().config().profile().toString(),
                Version.number(),
                () -> context.audit().withAuditStatus(health.state()),
                () -> replayCacheSize(assembly));
        Dispatcher.ServerEnvironment environment = new Dispatcher.ServerEnvironment(
                context.clock(),
                status,
                health.observing(context.traceSink()),
                context.audit(),
                context.realm().config().profile().errorPolicy(),
                error -> LOG.error("a request could not be answered", error));
        try {
            FramedServer framedServer = FramedServer.listen(
                    ServerSettings.withDefaults(instance.address()),
                    peer -> new FrameAdapter(
                            new Dispatcher(assembly.requestHandlers().get(), toPeer(peer), environment)));
            RunningServer running = new RunningServer(assembly, framedServer, health, context.audit());
            running.openAudit(instance, context);
            return running;
        } catch (ListenException | RuntimeException e) {
            closeAll(assembly.resources());
            throw e;
        }
    }

    private void openAudit(ServerInstance instance, ServerContext context) throws RealmException {
        try {
            audit.open(
                    () -> ServerAuditLog.open(context.realm(), instance.party(), instance.replica(), context.clock()));
        } catch (RealmException | RuntimeException e) {
            framedServer.close();
            closeAll(assembly.resources());
            throw e;
        }
        audit.record(AuditEvent.SERVER_STARTED);
        audit.warning().ifPresent(LOG::error);
    }

    /** What whoever runs the server must hear, though it serves: a sentence. */
    public Optional<String> warning() {
        return audit.warning();
    }

    /** The address that it really listens on. */
    public InetSocketAddress address() {
        return framedServer.address();
    }

    /**
     * Returns when the server can serve.
     *
     * @param listener is told what it waits for meanwhile
     */
    public void awaitReady(ServerAssembly.ReadinessListener listener) throws InterruptedException, RealmException {
        assembly.readiness().await(new ServerAssembly.ReadinessListener() {
            @Override
            public void waitingFor(String what) {
                health.setWaitingFor(what);
                listener.waitingFor(what);
            }

            @Override
            public void recovered(String what) {
                health.markRecovered();
                listener.recovered(what);
            }
        });
        health.markReady();
    }

    /** Stops in order: no new connection, the requests in hand answered, then everything closed. */
    @Override
    public void close() {
        try {
            framedServer.close();
        } finally {
            closeAll(assembly.resources());
            // Last: a request that is still in hand can be written.
            audit.record(AuditEvent.SERVER_STOPPED);
            audit.close();
        }
    }

    /** Nobody is refused their question for the status because a store cannot be asked. */
    private static long replayCacheSize(ServerAssembly assembly) {
        try {
            return assembly.replayCacheSize().getAsLong();
        } catch (UnavailableException e) {
            return 0;
        }
    }

    private static void closeAll(List<AutoCloseable> resources) {
        List<AutoCloseable> reversed = new ArrayList<>(resources);
        Collections.reverse(reversed);
        for (AutoCloseable resource : reversed) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("could not be closed", e);
            }
        }
    }

    private static Dispatcher.PeerAddress toPeer(InetSocketAddress address) {
        return new Dispatcher.PeerAddress(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Frames from the net, to one connection's responder. */
    private record FrameAdapter(Dispatcher dispatcher) implements FrameHandler {
        @Override
        public Optional<Frame> handle(Frame request) {
            return dispatcher.dispatch(request);
        }

        @Override
        public Frame refuseMalformed(DecodeException unreadable) {
            return dispatcher.refuseMalformed(unreadable);
        }

        @Override
        public Frame busyReply() {
            return dispatcher.busyReply();
        }
    }
}
