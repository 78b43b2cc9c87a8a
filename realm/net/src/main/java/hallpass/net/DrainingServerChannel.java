package hallpass.net;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket that, when closed, first takes in the connections that the system has already accepted for it: their
 * peers have been told that they are connected, and closing would reset them.
 */
final class DrainingServerChannel extends NioServerSocketChannel {
    private static final Logger LOG = LoggerFactory.getLogger(DrainingServerChannel.class);

    /** So that a flood of connections cannot hold up the stop. More than any system queues by default. */
    private static final int MAX_PENDING = 4096;

    @Override
    protected void doClose() throws Exception {
        try {
            acceptPending();
        } finally {
            super.doClose();
        }
    }

    private void acceptPending() {
        List<Object> accepted = new ArrayList<>();
        try {
            int more;
            do {
                more = doReadMessages(accepted);
            } while (more > 0 && accepted.size() < MAX_PENDING);
        } catch (Exception e) {
            LOG.debug("connections that waited are not taken in: {}", e.getMessage());
        }
        accepted.forEach(pipeline()::fireChannelRead);
    }
}
