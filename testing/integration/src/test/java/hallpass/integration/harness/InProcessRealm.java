package hallpass.integration.harness;

import hallpass.attack.lab.OffsetClock;
import hallpass.attack.lab.ServerFactories;
import hallpass.client.ClientSettings;
import hallpass.client.KdcVerifier;
import hallpass.config.RealmConfig;
import hallpass.config.RealmException;
import hallpass.crypto.Randomness;
import hallpass.message.Party;
import hallpass.net.ListenException;
import hallpass.protocol.Guard;
import hallpass.runtime.RunningServer;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerContext;
import hallpass.trace.Trace;
import hallpass.trace.TraceSink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The five servers of a realm in this JVM, each with an adjustable clock. */
public final class InProcessRealm implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 30;

    private final RealmFixture folder;
    private final Map<Party, OffsetClock> clocks = new EnumMap<>(Party.class);
    private final Map<Party, StartedServer> running = new EnumMap<>(Party.class);
    private final ExecutorService readinessTasks = Executors.newCachedThreadPool();

    /** A server, its readiness, and the reasons that it reported for waiting. */
    private record StartedServer(RunningServer server, CompletableFuture<Void> ready, List<String> waitMessages) {}

    public InProcessRealm(RealmFixture folder) {
        this.folder = folder;
        Party.SERVERS.forEach(party -> clocks.put(party, new OffsetClock()));
        clocks.put(Party.CLIENT, new OffsetClock());
    }

    public RealmFixture folder() {
        return folder;
    }

    /** The clock of a server; {@link Party#CLIENT} stands for all clients. */
    public OffsetClock clock(Party party) {
        return clocks.get(party);
    }

    public void resetClocks() {
        clocks.values().forEach(OffsetClock::reset);
    }

    /** Starts all servers and waits until they are ready. */
    public InProcessRealm startAll() throws Exception {
        return startAll(Party.SERVERS);
    }

    public InProcessRealm startAll(List<Party> order) throws Exception {
        for (Party party : order) {
            start(party);
        }
        for (Party party : order) {
            awaitReady(party);
        }
        return this;
    }

    /** Starts a server on its configured address, without waiting for it to be ready. */
    public void start(Party party) throws RealmException, ListenException {
        start(party, folder.config().address(party), Randomness.secure());
    }

    public void start(Party party, InetSocketAddress address, Randomness randomness)
            throws RealmException, ListenException {
        ServerContext context = new ServerContext(folder.open(), clock(party), randomness, TraceSink.NONE);
        ServerAssembly server = ServerFactories.of(party).create(context);
        RunningServer started = RunningServer.start(party, address, server, context);
        List<String> waits = new CopyOnWriteArrayList<>();
        running.put(party, new StartedServer(started, awaitReadyAsync(started, waits), waits));
    }

    private CompletableFuture<Void> awaitReadyAsync(RunningServer server, List<String> waits) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        readinessTasks.execute(() -> {
            try {
                server.awaitReady(waits::add);
                ready.complete(null);
            } catch (Exception e) {
                ready.completeExceptionally(e);
            }
        });
        return ready;
    }

    public void awaitReady(Party party) throws InterruptedException, ExecutionException, TimeoutException {
        running.get(party).ready().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    public boolean isReady(Party party) {
        return running.get(party).ready().isDone();
    }

    /** The reasons that a server reported for waiting since its start. */
    public List<String> waitMessages(Party party) {
        return running.get(party).waitMessages();
    }

    public InetSocketAddress address(Party party) {
        return running.get(party).server().address();
    }

    public void stop(Party party) {
        running.remove(party).server().close();
    }

    public void stopAll() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }

    public RealmConfig config() throws RealmException {
        return folder.config();
    }

    public ClientSettings clientSettings() throws RealmException {
        return new ClientSettings(config(), clock(Party.CLIENT), Randomness.secure(), Trace.NONE)
                .with(KdcVerifier.of(folder.open()));
    }

    /** A client with guards that the realm does not have. */
    public TestClient client(Guard... guards) throws RealmException, IOException {
        return new TestClient(
                folder,
                new ClientSettings(
                        folder.configWithGuards(guards), clock(Party.CLIENT), Randomness.secure(), Trace.NONE));
    }

    public TestClient client() throws RealmException {
        return new TestClient(folder, clientSettings());
    }

    @Override
    public void close() {
        stopAll();
        readinessTasks.shutdownNow();
        try {
            if (!readinessTasks.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a closed server still waits to become ready");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
