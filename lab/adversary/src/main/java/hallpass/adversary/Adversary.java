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
 * Man-in-the-middle proxy in front of a realm's servers. It records every frame and asks an {@link
 * Interceptor} what to do with it. It knows the message layouts, which are public, and no key.
 */
public final class Adversary implements AutoCloseable {
    /** About 30 MB of frames of the usual size. */
    private static final int MAX_FRAMES = 100_000;

    private final Recording recording;
    private final Map<ReplicaId, ProxyListener> proxies = new HashMap<>();
    private final Map<Party, AtomicInteger> connections = new EnumMap<>(Party.class);
    private volatile Interceptor interceptor = Interceptor.PASS_ALL;

    public Adversary(InstantSource clock) {
        this.recording = new Recording(clock, MAX_FRAMES);
    }

    /** A server and the number of its replica, counted from 1. */
    private record ReplicaId(Party server, int replica) {}

    /**
     * Starts a proxy in front of a server, on a free port of the loopback interface.
     *
     * @return the address of the proxy
     */
    public InetSocketAddress startProxy(Party server, InetSocketAddress target) throws IOException {
        return startProxy(server, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), target);
    }

    /**
     * Starts a proxy in front of a server.
     *
     * @param listen the address to listen on; port 0 selects a free port
     */
    public InetSocketAddress startProxy(Party server, InetSocketAddress listen, InetSocketAddress target)
            throws IOException {
        return startProxy(server, 1, listen, target);
    }

    /**
     * Starts a proxy in front of one replica of a server.
     *
     * @param replica counted from 1
     */
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

    public void setInterceptor(Interceptor newInterceptor) {
        interceptor = newInterceptor;
    }

    public Recording recording() {
        return recording;
    }

    /** Connections are numbered for each server, across its replicas. */
    synchronized int nextConnectionNumber(Party server) {
        return connections.computeIfAbsent(server, key -> new AtomicInteger()).incrementAndGet();
    }

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
