package hallpass.net;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up each new connection: serves it up to the connection limit, and replies busy beyond the
 * limit.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed channel is closed; nothing else can be done
@Sharable
final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionInitializer.class);

    /**
     * Maximum number of concurrent busy replies; further connections are closed without a reply.
     */
    private static final int MAX_BUSY_REPLIES = 256;

    private final ServerSettings settings;
    private final FrameHandlerFactory handlers;
    private final Executor workers;
    private final ChannelGroup openConnections;
    private final Semaphore connectionSlots;
    private final FrameMemoryBudget memoryBudget;
    private final Semaphore busyReplySlots = new Semaphore(MAX_BUSY_REPLIES);

    ConnectionInitializer(
            ServerSettings settings,
            FrameHandlerFactory handlers,
            Executor workers,
            ChannelGroup openConnections,
            FrameMemoryBudget memoryBudget) {
        this.settings = settings;
        this.handlers = handlers;
        this.workers = workers;
        this.openConnections = openConnections;
        this.memoryBudget = memoryBudget;
        this.connectionSlots = new Semaphore(settings.maxConnections());
    }

    /** Number of connections that are being served. */
    int connectionCount() {
        return settings.maxConnections() - connectionSlots.availablePermits();
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        openConnections.add(channel);
        if (tryAcquire(channel, connectionSlots)) {
            channel.pipeline().addLast(new ServerConnection(handlerFor(channel), workers, settings, memoryBudget));
        } else if (tryAcquire(channel, busyReplySlots)) {
            byte[] busy = handlerFor(channel).busyReply().encode();
            channel.pipeline().addLast(new LingeringClose(busy, settings.frameTimeout()));
        } else {
            channel.close();
        }
    }

    private FrameHandler handlerFor(SocketChannel channel) {
        return handlers.create(channel.remoteAddress());
    }

    private static boolean tryAcquire(SocketChannel channel, Semaphore slots) {
        boolean acquired = slots.tryAcquire();
        if (acquired) {
            channel.closeFuture().addListener(closed -> slots.release());
        }
        return acquired;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.error("closing {}: the connection could not be set up", context.channel(), cause);
        context.close();
    }
}
