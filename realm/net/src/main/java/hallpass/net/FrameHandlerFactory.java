package hallpass.net;

import java.net.InetSocketAddress;

/** Gives each new connection its handler. */
@FunctionalInterface
public interface FrameHandlerFactory {
    /** Must not block: it runs where all connections are read. */
    FrameHandler create(InetSocketAddress peer);
}
