package hallpass.adversary;

import hallpass.message.Party;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One server's wire: whoever connects here is connected to the server, with the adversary in between. */
final class ProxyListener implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int CONNECT_MILLIS = 2_000;

    private final Party server;
    private final InetSocketAddress target;
    private final ServerSocket serverSocket;
    private final Adversary adversary;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private ProxyListener(Party server, InetSocketAddress target, ServerSocket serverSocket, Adversary adversary) {
        this.server = server;
        this.target = target;
        this.serverSocket = serverSocket;
        this.adversary = adversary;
    }

    static ProxyListener listen(Party server, InetSocketAddress address, InetSocketAddress target, Adversary adversary)
            throws IOException {
        ServerSocket serverSocket = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
        ProxyListener proxyListener = new ProxyListener(server, target, serverSocket, adversary);
        Adversary.startThread("wire of " + server.id(), proxyListener::accept);
        return proxyListener;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) serverSocket.getLocalSocketAddress();
    }

    Party server() {
        return server;
    }

    Adversary adversary() {
        return adversary;
    }

    private void accept() {
        while (!serverSocket.isClosed()) {
            try {
                connect(serverSocket.accept());
            } catch (IOException e) {
                // This one was lost, as it would have been without us; or the listener was closed.
            }
        }
    }

    @SuppressWarnings("resource") // closed by the passage, or with this wire
    private void connect(Socket client) throws IOException {
        Socket upstream = new Socket();
        sockets.add(client);
        sockets.add(upstream);
        ProxiedConnection connection =
                new ProxiedConnection(this, adversary.nextConnectionNumber(server), client, upstream);
        try {
            upstream.connect(target, CONNECT_MILLIS);
            connection.start();
        } catch (IOException e) {
            // The client finds here what it would have found there: nobody.
            connection.close();
            throw e;
        }
        if (serverSocket.isClosed()) {
            connection.close();
        }
    }

    /** Those that are open on both sides. */
    int openConnections() {
        return sockets.size() / 2;
    }

    void remove(Socket socket) {
        sockets.remove(socket);
    }

    @Override
    public void close() {
        closeQuietly(serverSocket);
        sockets.forEach(ProxyListener::closeQuietly);
    }

    static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // There is nothing left that could be done with it.
        }
    }
}
