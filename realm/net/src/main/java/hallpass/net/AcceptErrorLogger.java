package hallpass.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that connections cannot be accepted, as when file descriptors run out. Netty itself stops accepting for a second
 * after each failure, so that the server neither ends nor spins.
 */
final class AcceptErrorLogger extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptErrorLogger.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("cannot accept a connection ({}): trying again in a second", cause.getMessage());
    }
}
