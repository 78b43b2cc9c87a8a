package hallpass.adversary;

import hallpass.message.Party;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accepts connections in front of one server and connects each of them to the server. */
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
        Adversary.startThread("proxy of " + server.id(), proxyListener::accept);
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
                // The client closed the connection at once, or the listener was closed.
            }
        }
    }

    @SuppressWarnings("resource") // closed by the connection, or with this listener
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
            // The server is unreachable, so the client's connection is closed too.
            connection.close();
            throw e;
        }
        if (serverSocket.isClosed()) {
            connection.close();
        }
    }

    /** The number of connections that are open on both sides. */
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
            // Closing failed; there is nothing else to do.
        }
    }
}
