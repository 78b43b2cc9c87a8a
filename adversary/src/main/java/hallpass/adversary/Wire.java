package hallpass.adversary;

import hallpass.trace.Party;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One server's wire: whoever connects here is connected to the server, with the adversary in between. */
final class Wire implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int CONNECT_MILLIS = 2_000;

    private final Party server;
    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Adversary adversary;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Wire(Party server, InetSocketAddress target, ServerSocket listener, Adversary adversary) {
        this.server = server;
        this.target = target;
        this.listener = listener;
        this.adversary = adversary;
    }

    static Wire tap(Party server, InetSocketAddress listen, InetSocketAddress target, Adversary adversary)
            throws IOException {
        ServerSocket listener = new ServerSocket(listen.getPort(), BACKLOG, listen.getAddress());
        Wire wire = new Wire(server, target, listener, adversary);
        Adversary.start("wire of " + server.id(), wire::accept);
        return wire;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    Party server() {
        return server;
    }

    Adversary adversary() {
        return adversary;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // This one was lost, as it would have been without us; or the listener was closed.
            }
        }
    }

    @SuppressWarnings("resource") // closed by the passage, or with this wire
    private void connect(Socket client) throws IOException {
        Socket onward = new Socket();
        open.add(client);
        open.add(onward);
        Passage passage = new Passage(this, adversary.newConnection(server), client, onward);
        try {
            onward.connect(target, CONNECT_MILLIS);
            passage.open();
        } catch (IOException e) {
            // The client finds here what it would have found there: nobody.
            passage.cut();
            throw e;
        }
        if (listener.isClosed()) {
            passage.cut();
        }
    }

    /** Those that are open on both sides. */
    int connections() {
        return open.size() / 2;
    }

    void forget(Socket socket) {
        open.remove(socket);
    }

    @Override
    public void close() {
        closeQuietly(listener);
        open.forEach(Wire::closeQuietly);
    }

    static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // There is nothing left that could be done with it.
        }
    }
}
