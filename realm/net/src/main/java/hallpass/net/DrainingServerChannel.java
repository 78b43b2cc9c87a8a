package hallpass.net;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listening socket that accepts all connections in the backlog before it closes. Their peers are
 * already connected and would otherwise receive a TCP reset.
 */
final class DrainingServerChannel extends NioServerSocketChannel {
    private static final Logger LOG = LoggerFactory.getLogger(DrainingServerChannel.class);

    /** Prevents a flood of connections from delaying the stop. Exceeds every default backlog. */
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
            LOG.debug("cannot accept the pending connections: {}", e.getMessage());
        }
        accepted.forEach(pipeline()::fireChannelRead);
    }
}
