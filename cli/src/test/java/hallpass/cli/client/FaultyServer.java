package hallpass.cli.client;

import hallpass.message.ErrorCode;
import hallpass.message.ErrorMessage;
import hallpass.message.MessageType;
import hallpass.net.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts connections in place of a server, and does not serve. */
final class FaultyServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final Behaviour behaviour;

    private interface Behaviour {
        void handle(Socket connection) throws IOException;
    }

    private FaultyServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
    }

    /** Never answers, like a suspended process. */
    static FaultyServer silent() throws IOException {
        return new FaultyServer(connection -> {}).start();
    }

    /** Closes each connection after the first byte. */
    static FaultyServer breaking() throws IOException {
        return new FaultyServer(Socket::close).start();
    }

    /** Answers every request with this error. */
    static FaultyServer refusing(ErrorCode code) throws IOException {
        byte[] error = MessageType.encode(new ErrorMessage(code, Instant.EPOCH, code.description()))
                .encode();
        return new FaultyServer(connection -> connection.getOutputStream().write(error)).start();
    }

    private FaultyServer start() {
        Thread acceptor = new Thread(this::accept, "useless");
        acceptor.setDaemon(true);
        acceptor.start();
        return this;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                if (connection.getInputStream().read() >= 0) {
                    requests.incrementAndGet();
                    behaviour.handle(connection);
                }
            } catch (IOException e) {
                // The tested code may close its connections at any time.
            }
        }
    }

    String address() {
        return Addresses.text((InetSocketAddress) listener.getLocalSocketAddress());
    }

    int requestCount() {
        return requests.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
