package hallpass.runtime;

import hallpass.audit.ServerAuditLog;
import hallpass.config.RealmError;
import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that listens for requests. It changes nothing else in its JVM: no system property, no
 * shutdown hook, no logging configuration; {@link #close} ends every thread that it started.
 */
public final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

    private static final Duration REALM_CHECK_INTERVAL = Duration.ofSeconds(1);

    private final ServerAssembly assembly;
    private final FramedServer framedServer;
    private final Health health;
    private final ServerAudit audit;
    private final RealmFolder realm;
    private final PeriodicTask realmCheck = new PeriodicTask("realm");
    private final CompletableFuture<RealmException> realmLoss = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch closing = new CountDownLatch(1);

    private RunningServer(
            ServerAssembly assembly, FramedServer framedServer, Health health, ServerAudit audit, RealmFolder realm) {
        this.realm = realm;
        this.assembly = assembly;
        this.framedServer = framedServer;
        this.health = health;
        this.audit = audit;
    }

    /**
     * Starts listening. Requests are answered from now on; {@link #awaitReady} returns when they
     * can be served.
     *
     * @param address listen address; with port 0 the system chooses a port, see {@link #address}
     * @throws ListenException if the address is not available
     * @throws RealmException if the audit log cannot be opened
     */
    public static RunningServer start(
            Party party, InetSocketAddress address, ServerAssembly assembly, ServerContext context)
            throws ListenException, RealmException {
        return start(new ServerInstance(party, 1, address), assembly, context);
    }

    /** Starts one of several replicas. */
    public static RunningServer start(ServerInstance instance, ServerAssembly assembly, ServerContext context)
            throws ListenException, RealmException {
        return start(instance, assembly, context, new Health(Optional::empty));
    }

    /** @param health the reported state, including the problems of the host process */
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
                context.realm().config().profile().guardFields(),
                error -> LOG.error("a request could not be answered", error));
        try {
            FramedServer framedServer = FramedServer.listen(
                    ServerSettings.withDefaults(instance.address()),
                    peer -> new FrameAdapter(
                            new Dispatcher(assembly.requestHandlers().get(), toPeer(peer), environment)));
            RunningServer running = new RunningServer(assembly, framedServer, health, context.audit(), context.realm());
            running.openAudit(instance, context);
            running.realmCheck.start(running::checkRealm);
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

    /** A problem that the operator should know about although the server serves. */
    public Optional<String> warning() {
        return audit.warning();
    }

    /** The bound address, with the actual port. */
    public InetSocketAddress address() {
        return framedServer.address();
    }

    /**
     * Blocks until the server can serve.
     *
     * @param listener learns what the server is waiting for
     */
    public void awaitReady(ServerAssembly.ReadinessListener listener) throws InterruptedException, RealmException {
        assembly.readiness().await(new ServerAssembly.ReadinessListener() {
            @Override
            public void waitingFor(String reason) {
                health.setWaitingFor(reason);
                listener.waitingFor(reason);
            }

            @Override
            public void recovered(String message) {
                health.markRecovered();
                listener.recovered(message);
            }
        });
        health.markReady();
    }

    /** Stops serving when the realm is gone: its files belong to another realm by now. */
    private Duration checkRealm() {
        try {
            realm.requireUnchanged();
        } catch (RealmException e) {
            // Another error, such as too many open files, does not mean that the realm is gone.
            if (e.error() == RealmError.REALM_REPLACED) {
                LOG.error("{}", e.description());
                realmLoss.complete(e);
                close();
            }
        }
        return REALM_CHECK_INTERVAL;
    }

    /**
     * Completes when the realm's folder was removed, renamed or replaced. The server then stops by
     * itself.
     */
    public CompletionStage<RealmException> realmLoss() {
        return realmLoss.minimalCompletionStage();
    }

    /** Stops accepting connections, answers the requests in progress, then closes all resources. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            awaitClosed();
            return;
        }
        try {
            realmCheck.close();
            framedServer.close();
        } finally {
            closeAll(assembly.resources());
            // The audit log closes last, so that the last requests are still recorded.
            audit.record(AuditEvent.SERVER_STOPPED);
            audit.close();
            closing.countDown();
        }
    }

    private void awaitClosed() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Status is served even when the store is unavailable. */
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
                LOG.warn("a resource could not be closed", e);
            }
        }
    }

    private static Dispatcher.PeerAddress toPeer(InetSocketAddress address) {
        return new Dispatcher.PeerAddress(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Passes the frames of one connection to its dispatcher. */
    private record FrameAdapter(Dispatcher dispatcher) implements FrameHandler {
        @Override
        public Optional<Frame> handle(Frame request) {
            return dispatcher.dispatch(request);
        }

        @Override
        public Frame refuseMalformed(DecodeException problem) {
            return dispatcher.refuseMalformed(problem);
        }

        @Override
        public Frame busyReply() {
            return dispatcher.busyReply();
        }
    }
}
