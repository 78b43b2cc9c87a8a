package hallpass.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback where nothing listens. A port that was let go may be another server's a moment later; this one is
 * held, and the system gives it to nobody until it is closed.
 */
public final class ClosedPort implements AutoCloseable {
    private final Socket holder = new Socket();

    private ClosedPort(InetSocketAddress address) {
        try {
            // What a server leaves here of its connections does not stand in the way then.
            holder.setReuseAddress(true);
            holder.bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException(address + " is not to be had", e);
        }
    }

    /** Any that is free. */
    public static ClosedPort any() {
        return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Where a server listened until now. */
    public static ClosedPort at(InetSocketAddress address) {
        return new ClosedPort(address);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) holder.getLocalSocketAddress();
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the port is held still", e);
        }
    }
}
