package hallpass.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failures to accept connections, for example when file descriptors run out. Netty pauses
 * accepting for one second after each failure, so the server neither stops nor spins.
 */
final class AcceptErrorLogger extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptErrorLogger.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("cannot accept connections ({}); retrying in one second", cause.getMessage());
    }
}
