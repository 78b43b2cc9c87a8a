package hallpass.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection at a deadline unless it is changed or cleared. A connection has one deadline
 * at a time.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed channel is closed; nothing else can be done
final class ConnectionDeadline {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDeadline.class);

    private Future<?> pending = ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);

    /** @param reason for the log */
    void set(ChannelHandlerContext context, Duration limit, String reason) {
        clear();
        pending = context.executor().schedule(() -> expire(context, reason), limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void clear() {
        pending.cancel(false);
    }

    private static void expire(ChannelHandlerContext context, String reason) {
        LOG.debug("closing {}: {}", context.channel(), reason);
        context.close();
    }
}
