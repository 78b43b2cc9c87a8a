package hallpass.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TCP server for frames. Event loops read and write, worker threads answer. Each connection has at
 * most one request in progress, so the number of connections bounds the work queue. Keeps the
 * process alive until closed.
 */
public final class FramedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FramedServer.class);

    /** For requests in progress. A process must end within five seconds of its stop signal. */
    private static final Duration STOP_TIMEOUT = Duration.ofMillis(3500);

    private static final Duration CLEANUP_TIMEOUT = Duration.ofMillis(300);
    private static final int MAX_EVENT_LOOPS = 2;
    /** Workers mostly wait for a group commit; more workers share one commit. */
    private static final int WORKERS_PER_CORE = 16;

    private final EventLoopGroup eventLoops;
    private final ThreadPoolExecutor workers;
    private final ChannelGroup openConnections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final ConnectionInitializer initializer;
    private final Channel serverChannel;
    private boolean closed;

    private FramedServer(ServerSettings settings, FrameHandlerFactory handlers, FrameMemoryBudget memory)
            throws ListenException {
        int cores = Runtime.getRuntime().availableProcessors();
        eventLoops = new MultiThreadIoEventLoopGroup(
                Math.min(MAX_EVENT_LOOPS, cores), new DefaultThreadFactory("frames"), NioIoHandler.newFactory());
        workers = workers(WORKERS_PER_CORE * cores, settings.maxConnections());
        initializer = new ConnectionInitializer(settings, handlers, workers, openConnections, memory);
        serverChannel = bind(settings.address());
    }

    /**
     * Starts a server and returns when it accepts connections.
     *
     * @throws ListenException if the server cannot listen on the address
     */
    public static FramedServer listen(ServerSettings settings, FrameHandlerFactory handlers) throws ListenException {
        return listen(settings, handlers, FrameMemoryBudget.shareOfHeap());
    }

    static FramedServer listen(ServerSettings settings, FrameHandlerFactory handlers, FrameMemoryBudget memory)
            throws ListenException {
        return new FramedServer(settings, handlers, memory);
    }

    private static ThreadPoolExecutor workers(int count, int queued) {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                count,
                count,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(queued),
                new DefaultThreadFactory("answers", true));
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    private Channel bind(InetSocketAddress address) throws ListenException {
        ChannelFuture binding = new ServerBootstrap()
                .group(eventLoops)
                .channelFactory(DrainingServerChannel::new)
                .childHandler(initializer)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false, true))
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new HeapReceiveAllocator())
                .bind(address)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            stopThreads();
            throw new ListenException(address, binding.cause());
        }
        binding.channel().pipeline().addLast(new AcceptErrorLogger());
        return binding.channel();
    }

    /** The bound address, with the actual port if port 0 was requested. */
    public InetSocketAddress address() {
        return (InetSocketAddress) serverChannel.localAddress();
    }

    /** Number of connections that are being served. */
    public int connectionCount() {
        return initializer.connectionCount();
    }

    /**
     * Stops accepting, waits for requests in progress, refuses those that take too long, then
     * closes all connections.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        serverChannel.close().awaitUninterruptibly(CLEANUP_TIMEOUT.toMillis());
        drainEventLoops();
        broadcast(StopEvent.DRAIN);
        if (!openConnections.newCloseFuture().awaitUninterruptibly(STOP_TIMEOUT.toMillis())) {
            broadcast(StopEvent.ABORT);
            openConnections.newCloseFuture().awaitUninterruptibly(CLEANUP_TIMEOUT.toMillis());
        }
        openConnections.close().awaitUninterruptibly(CLEANUP_TIMEOUT.toMillis());
        stopThreads();
    }

    private void broadcast(StopEvent event) {
        openConnections.forEach(connection -> connection.pipeline().fireUserEventTriggered(event));
    }

    /**
     * Waits for pending event loop tasks, so that every accepted connection is in the open group.
     */
    private void drainEventLoops() {
        eventLoops.forEach(loop -> {
            try {
                loop.submit(() -> {}).awaitUninterruptibly(CLEANUP_TIMEOUT.toMillis());
            } catch (RejectedExecutionException e) {
                LOG.warn("an event loop terminated before the server stopped");
            }
        });
    }

    private void stopThreads() {
        workers.getQueue().clear();
        workers.shutdown();
        long limit = CLEANUP_TIMEOUT.toMillis();
        eventLoops
                .shutdownGracefully(0, limit, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(limit, TimeUnit.MILLISECONDS);
        try {
            if (!workers.awaitTermination(limit, TimeUnit.MILLISECONDS)) {
                LOG.warn("requests were still in progress when the server stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
