package hallpass.attack.lab;

import hallpass.config.RealmException;
import hallpass.config.RealmFolder;
import hallpass.message.Party;
import hallpass.net.ListenException;
import hallpass.pki.KeyPairSource;
import hallpass.runtime.RunningServer;
import hallpass.runtime.ServerAssembly;
import hallpass.runtime.ServerContext;
import hallpass.trace.TerminalStyle;
import hallpass.trace.TraceFormatter;
import hallpass.trace.TraceSink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** Servers in this JVM, put together as their mains do it, each with a clock of its own. */
final class InProcessServers implements LabServers {
    private final Path realm;
    private final TimeAndRandomness timeAndRandomness;
    private final KeyPairSource keyPairs;
    private final Map<Party, LabServer> running = new EnumMap<>(Party.class);

    /** @param timeAndRandomness what they make keys of, and what time it is */
    InProcessServers(Path realm, TimeAndRandomness timeAndRandomness, KeyPairSource keyPairs) {
        this.realm = realm;
        this.timeAndRandomness = timeAndRandomness;
        this.keyPairs = keyPairs;
    }

    private record LabServer(RunningServer server, OffsetClock clock, List<String> trace) {}

    @Override
    public void start(Party party, Duration clockOffset) throws RealmException {
        OffsetClock clock = new OffsetClock(timeAndRandomness.serverClock());
        clock.setOffset(clockOffset);
        List<String> trace = new CopyOnWriteArrayList<>();
        TraceFormatter formatter = new TraceFormatter(party, TerminalStyle.PLAIN);
        TraceSink sink = events -> trace.addAll(formatter.lines(events));
        ServerContext context = new ServerContext(
                        RealmFolder.open(realm), clock, timeAndRandomness.randomness(party.id()), sink)
                .withKeyPairs(keyPairs);
        ServerAssembly server = ServerFactories.of(party).create(context);
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            running.put(party, new LabServer(RunningServer.start(party, loopback, server, context), clock, trace));
        } catch (ListenException e) {
            throw new RealmException(party.id() + " cannot listen: " + e.getMessage(), e);
        }
    }

    @Override
    public InetSocketAddress awaitReady(Party party) throws RealmException, InterruptedException {
        RunningServer server = running(party).server();
        server.awaitReady(what -> {});
        return server.address();
    }

    @Override
    public void setClockOffset(Party party, Duration clockOffset) {
        running(party).clock().setOffset(clockOffset);
    }

    @Override
    public List<String> trace(Party party) {
        return List.copyOf(running(party).trace());
    }

    @Override
    public boolean isRunning(Party party) {
        return running.containsKey(party);
    }

    private LabServer running(Party party) {
        return Objects.requireNonNull(running.get(party), party + " was not started");
    }

    @Override
    public void close() {
        running.values().forEach(one -> one.server().close());
        running.clear();
    }
}
