package hallpass.net;

import java.net.InetSocketAddress;

/** Creates the handler of a new connection. */
@FunctionalInterface
public interface FrameHandlerFactory {
    /** Must not block: it runs on the event loop. */
    FrameHandler create(InetSocketAddress peer);
}
