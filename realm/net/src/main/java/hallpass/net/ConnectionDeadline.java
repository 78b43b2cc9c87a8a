package hallpass.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The moment at which a connection is closed unless something happens before. There is one at a time. */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that fails is closed, and that is all there is to do
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
