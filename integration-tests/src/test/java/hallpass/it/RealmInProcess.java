package hallpass.it;

import hallpass.attack.lab.Assemblies;
import hallpass.attack.lab.ShiftedClock;
import hallpass.client.ClientSetting;
import hallpass.client.KdcCheck;
import hallpass.crypto.Randomness;
import hallpass.net.ListenException;
import hallpass.protocol.Guard;
import hallpass.realm.RealmConfig;
import hallpass.realm.RealmProblem;
import hallpass.server.RunningServer;
import hallpass.server.Server;
import hallpass.server.ServerContext;
import hallpass.trace.Narrator;
import hallpass.trace.Party;
import hallpass.trace.Trace;
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

/** The five servers in this JVM, put together as their mains do it, each with a clock that can be put wrong. */
final class RealmInProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final LabFolder folder;
    private final Map<Party, ShiftedClock> clocks = new EnumMap<>(Party.class);
    private final Map<Party, Running> running = new EnumMap<>(Party.class);
    private final ExecutorService preparations = Executors.newCachedThreadPool();

    /** A server, its way to being ready, and what it said it waits for on that way. */
    private record Running(RunningServer server, CompletableFuture<Void> ready, List<String> waits) {}

    RealmInProcess(LabFolder folder) {
        this.folder = folder;
        Party.SERVERS.forEach(party -> clocks.put(party, new ShiftedClock()));
        clocks.put(Party.CLIENT, new ShiftedClock());
    }

    LabFolder folder() {
        return folder;
    }

    /** The clock of a server, or that of all clients. */
    ShiftedClock clock(Party party) {
        return clocks.get(party);
    }

    void setAllClocksRight() {
        clocks.values().forEach(ShiftedClock::setRight);
    }

    /** Starts all servers, and returns when all are ready. */
    RealmInProcess startAll() throws Exception {
        return startAll(Party.SERVERS);
    }

    RealmInProcess startAll(List<Party> order) throws Exception {
        for (Party party : order) {
            start(party);
        }
        for (Party party : order) {
            awaitReady(party);
        }
        return this;
    }

    /** Starts a server where {@code realm.toml} says; it may not be ready yet when this returns. */
    void start(Party party) throws RealmProblem, ListenException {
        start(party, folder.config().address(party), Randomness.secure());
    }

    /** Starts a server elsewhere than where others look for it. */
    void start(Party party, InetSocketAddress address, Randomness randomness) throws RealmProblem, ListenException {
        ServerContext context = new ServerContext(folder.open(), clock(party), randomness, Narrator.SILENT);
        Server server = Assemblies.of(party).assemble(context);
        RunningServer started = RunningServer.start(party, address, server, context);
        List<String> waits = new CopyOnWriteArrayList<>();
        running.put(party, new Running(started, prepare(started, waits), waits));
    }

    private CompletableFuture<Void> prepare(RunningServer server, List<String> waits) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        preparations.execute(() -> {
            try {
                server.awaitReady(waits::add);
                ready.complete(null);
            } catch (Exception e) {
                ready.completeExceptionally(e);
            }
        });
        return ready;
    }

    void awaitReady(Party party) throws InterruptedException, ExecutionException, TimeoutException {
        running.get(party).ready().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean isReady(Party party) {
        return running.get(party).ready().isDone();
    }

    /** What a server said that it waits for, since it was started. */
    List<String> waits(Party party) {
        return running.get(party).waits();
    }

    InetSocketAddress address(Party party) {
        return running.get(party).server().address();
    }

    void stop(Party party) {
        running.remove(party).server().close();
    }

    void stopAll() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }

    /** The realm as clients see it. */
    RealmConfig config() throws RealmProblem {
        return folder.config();
    }

    ClientSetting setting() throws RealmProblem {
        return new ClientSetting(config(), clock(Party.CLIENT), Randomness.secure(), Trace.NONE)
                .with(KdcCheck.of(folder.open()));
    }

    /** Clients with guards of their own, in a realm without guards. */
    LabClient client(Guard... guards) throws RealmProblem, IOException {
        return new LabClient(
                folder,
                new ClientSetting(folder.configWith(guards), clock(Party.CLIENT), Randomness.secure(), Trace.NONE));
    }

    /** What clients do, in short words. */
    LabClient client() throws RealmProblem {
        return new LabClient(folder, setting());
    }

    @Override
    public void close() {
        stopAll();
        preparations.shutdownNow();
        try {
            if (!preparations.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a server that was closed still gets ready");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
