package hallpass.client.command;

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

/** Somebody who takes connections where a server should be, and does not serve. */
final class UselessServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();
    private final Deed deed;

    private interface Deed {
        void with(Socket connection) throws IOException;
    }

    private UselessServer(Deed deed) throws IOException {
        this.deed = deed;
    }

    /** As a process that is stopped: the system takes its connections, and nobody answers. */
    static UselessServer silent() throws IOException {
        return new UselessServer(connection -> {}).start();
    }

    /** Closes each connection after the first bytes on it. */
    static UselessServer breaking() throws IOException {
        return new UselessServer(Socket::close).start();
    }

    /** Answers everything with this error. */
    static UselessServer refusing(ErrorCode code) throws IOException {
        byte[] error = MessageType.encode(new ErrorMessage(code, Instant.EPOCH, code.sentence()))
                .toArray();
        return new UselessServer(connection -> connection.getOutputStream().write(error)).start();
    }

    private UselessServer start() {
        Thread acceptor = new Thread(this::accept, "useless");
        acceptor.setDaemon(true);
        acceptor.start();
        return this;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                open.add(connection);
                if (connection.getInputStream().read() >= 0) {
                    asked.incrementAndGet();
                    deed.with(connection);
                }
            } catch (IOException e) {
                // Whoever is tested closes when they like.
            }
        }
    }

    String address() {
        return Addresses.text((InetSocketAddress) listener.getLocalSocketAddress());
    }

    int timesAsked() {
        return asked.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
