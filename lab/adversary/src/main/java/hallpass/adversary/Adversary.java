package hallpass.adversary;

import hallpass.message.Party;
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
    private static final int MAX_FRAMES = 100_000;

    private final Recording recording;
    private final Map<ReplicaId, ProxyListener> proxies = new HashMap<>();
    private final Map<Party, AtomicInteger> connections = new EnumMap<>(Party.class);
    private volatile Interceptor interceptor = Interceptor.PASS_ALL;

    public Adversary(InstantSource clock) {
        this.recording = new Recording(clock, MAX_FRAMES);
    }

    /** Which server it stands before, and which of several of the kind. */
    private record ReplicaId(Party server, int replica) {}

    /**
     * Stands before a server, on a free port of the loopback interface.
     *
     * @return where to go instead of to the server
     */
    public InetSocketAddress startProxy(Party server, InetSocketAddress target) throws IOException {
        return startProxy(server, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), target);
    }

    /**
     * Stands before a server.
     *
     * @param listen where; with port 0, on any free one
     */
    public InetSocketAddress startProxy(Party server, InetSocketAddress listen, InetSocketAddress target)
            throws IOException {
        return startProxy(server, 1, listen, target);
    }

    /** The same before one of several servers of a kind, counted from 1. */
    @SuppressWarnings("resource") // closed with this adversary
    public synchronized InetSocketAddress startProxy(
            Party server, int replica, InetSocketAddress listen, InetSocketAddress target) throws IOException {
        ProxyListener proxyListener = ProxyListener.listen(server, listen, target, this);
        ProxyListener previous = proxies.put(new ReplicaId(server, replica), proxyListener);
        if (previous != null) {
            previous.close();
        }
        return proxyListener.address();
    }

    /** From now on it does this. */
    public void setInterceptor(Interceptor newInterceptor) {
        interceptor = newInterceptor;
    }

    /** What came by so far. */
    public Recording recording() {
        return recording;
    }

    /** The number of a new connection to a server, whichever of its replicas it is. */
    synchronized int nextConnectionNumber(Party server) {
        return connections.computeIfAbsent(server, key -> new AtomicInteger()).incrementAndGet();
    }

    /** How many connections go through it now. */
    synchronized int openConnections() {
        return proxies.values().stream()
                .mapToInt(ProxyListener::openConnections)
                .sum();
    }

    RecordedFrame record(Party server, int connection, Direction direction, Frame frame) {
        return recording.add(server, connection, direction, frame);
    }

    Decision decide(RecordedFrame recorded) throws InterruptedException {
        return interceptor.decide(recorded);
    }

    @Override
    public synchronized void close() {
        proxies.values().forEach(ProxyListener::close);
    }

    static void startThread(String name, Runnable task) {
        Thread thread = new Thread(task, "adversary: " + name);
        thread.setDaemon(true);
        thread.start();
    }
}
