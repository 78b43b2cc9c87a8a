package hallpass.adversary;

import hallpass.trace.Party;
import hallpass.wire.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands on the wires of a realm's servers. Everything that goes by is recorded, and its scheme says what becomes of it. It
 * knows the public layouts of messages, and no key.
 */
public final class Adversary implements AutoCloseable {
    /** Some 30 MB of frames of a usual size. */
    private static final int KEPT = 100_000;

    private final Recording recording;
    private final Map<Place, Wire> wires = new HashMap<>();
    private final Map<Party, AtomicInteger> connections = new EnumMap<>(Party.class);
    private volatile Scheme scheme = Scheme.LISTEN;

    public Adversary(InstantSource clock) {
        this.recording = new Recording(clock, KEPT);
    }

    /** Which server it stands before, and which of several of the kind. */
    private record Place(Party server, int replica) {}

    /**
     * Stands before a server, on a free port of the loopback interface.
     *
     * @return where to go instead of to the server
     */
    public InetSocketAddress tap(Party server, InetSocketAddress target) throws IOException {
        return tap(server, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), target);
    }

    /**
     * Stands before a server.
     *
     * @param listen where; with port 0, on any free one
     */
    public InetSocketAddress tap(Party server, InetSocketAddress listen, InetSocketAddress target) throws IOException {
        return tap(server, 1, listen, target);
    }

    /** The same before one of several servers of a kind, counted from 1. */
    @SuppressWarnings("resource") // closed with this adversary
    public synchronized InetSocketAddress tap(
            Party server, int replica, InetSocketAddress listen, InetSocketAddress target) throws IOException {
        Wire wire = Wire.tap(server, listen, target, this);
        Wire before = wires.put(new Place(server, replica), wire);
        if (before != null) {
            before.close();
        }
        return wire.address();
    }

    /** From now on it does this. */
    public void follow(Scheme newScheme) {
        scheme = newScheme;
    }

    /** What came by so far. */
    public Recording recording() {
        return recording;
    }

    /** The number of a new connection to a server, whichever of its replicas it is. */
    synchronized int newConnection(Party server) {
        return connections.computeIfAbsent(server, key -> new AtomicInteger()).incrementAndGet();
    }

    /** How many connections go through it now. */
    synchronized int connections() {
        return wires.values().stream().mapToInt(Wire::connections).sum();
    }

    Passing record(Party server, int connection, Direction direction, Frame frame) {
        return recording.add(server, connection, direction, frame);
    }

    Decision decide(Passing passing) throws InterruptedException {
        return scheme.decide(passing);
    }

    @Override
    public synchronized void close() {
        wires.values().forEach(Wire::close);
    }

    static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "adversary: " + name);
        thread.setDaemon(true);
        thread.start();
    }
}
