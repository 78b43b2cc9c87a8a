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

/** Receives each new connection: served while there is a seat, told that the server is busy while there is not. */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that fails is closed, and that is all there is to do
@Sharable
final class Reception extends ChannelInitializer<SocketChannel> {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    /** How many may be told at a time that the server is busy; beyond that a connection is closed without a word. */
    private static final int DOORWAY = 256;

    private final ServerSettings settings;
    private final FrameHandlers handlers;
    private final Executor workers;
    private final ChannelGroup open;
    private final Semaphore seats;
    private final FrameMemory memory;
    private final Semaphore doorway = new Semaphore(DOORWAY);

    Reception(
            ServerSettings settings, FrameHandlers handlers, Executor workers, ChannelGroup open, FrameMemory memory) {
        this.settings = settings;
        this.handlers = handlers;
        this.workers = workers;
        this.open = open;
        this.memory = memory;
        this.seats = new Semaphore(settings.maxConnections());
    }

    /** How many connections are served now. */
    int seated() {
        return settings.maxConnections() - seats.availablePermits();
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        open.add(channel);
        if (enter(channel, seats)) {
            channel.pipeline().addLast(new Connection(handlerFor(channel), workers, settings, memory));
        } else if (enter(channel, doorway)) {
            byte[] busy = handlerFor(channel).busy().toArray();
            channel.pipeline().addLast(new LastWord(busy, settings.frameDeadline()));
        } else {
            channel.close();
        }
    }

    private FrameHandler handlerFor(SocketChannel channel) {
        return handlers.connected(channel.remoteAddress());
    }

    private static boolean enter(SocketChannel channel, Semaphore room) {
        boolean admitted = room.tryAcquire();
        if (admitted) {
            channel.closeFuture().addListener(closed -> room.release());
        }
        return admitted;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.error("closing {}: it could not be received", context.channel(), cause);
        context.close();
    }
}
