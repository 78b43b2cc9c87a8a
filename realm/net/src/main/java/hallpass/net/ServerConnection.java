package hallpass.net;

import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that is served: read until a frame is whole, have it answered, write the reply, and only then read
 * again. So a peer that floods fills its own socket and nothing here. All of it runs on the connection's event loop,
 * except the handler's work.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that fails is closed, and that is all there is to do
final class ServerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    private final FrameHandler handler;
    private final Executor workers;
    private final ServerSettings settings;
    private final FrameMemoryBudget memoryBudget;
    private final FrameAssembler assembler = new FrameAssembler();
    private final ConnectionDeadline deadline = new ConnectionDeadline();
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    /** What this connection has of the frames' memory. */
    private long reservedBytes;

    private boolean inFrame;
    private boolean answering;
    private boolean stopping;
    private boolean stopExpired;

    ServerConnection(FrameHandler handler, Executor workers, ServerSettings settings, FrameMemoryBudget memoryBudget) {
        this.handler = handler;
        this.workers = workers;
        this.settings = settings;
        this.memoryBudget = memoryBudget;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        readMore(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        unread = (ByteBuf) bytes;
        processInput(context);
    }

    private void processInput(ChannelHandlerContext context) {
        try {
            Optional<Frame> request = nextFrame();
            if (request.isPresent()) {
                handle(context, request.get());
            } else if (reserveMemory(assembler.capacity())) {
                readMore(context);
            } else {
                LOG.warn("turning {} away: unfinished frames take all the memory that they may", context.channel());
                closeAfterSending(context, handler.busyReply().encode());
            }
        } catch (DecodeException e) {
            refuseMalformed(context, e);
        }
    }

    private Optional<Frame> nextFrame() throws DecodeException {
        ByteBuffer bytes = unread.nioBuffer();
        Optional<Frame> frame = assembler.read(bytes);
        unread.skipBytes(bytes.position());
        if (!unread.isReadable()) {
            releaseUnread();
        }
        return frame;
    }

    /** Reads once; nothing is ever read without being asked for. */
    private void readMore(ChannelHandlerContext context) {
        if (!stopping) {
            updateDeadline(context);
        }
        context.read();
    }

    /** A frame has its time from its first byte on, however many further ones trickle in. */
    private void updateDeadline(ChannelHandlerContext context) {
        if (!assembler.hasPartialFrame()) {
            deadline.set(context, settings.idleTimeout(), "it was idle too long");
        } else if (!inFrame) {
            deadline.set(context, settings.frameTimeout(), "its frame took too long");
        }
        inFrame = assembler.hasPartialFrame();
    }

    private void handle(ChannelHandlerContext context, Frame request) {
        runOnWorker(context, () -> handler.handle(request), reply -> sendReply(context, reply));
    }

    private void refuseMalformed(ChannelHandlerContext context, DecodeException malformed) {
        runOnWorker(
                context,
                () -> Optional.of(handler.refuseMalformed(malformed)),
                refusal -> closeAfterSending(context, refusal.orElseThrow()));
    }

    private void closeAfterSending(ChannelHandlerContext context, byte[] finalReply) {
        context.pipeline().replace(this, null, new LingeringClose(finalReply, settings.frameTimeout()));
    }

    /** Takes what a frame needs more than before; what a whole one had is held until it is answered. */
    private boolean reserveMemory(long needed) {
        long additional = needed - reservedBytes;
        if (additional > 0 && !memoryBudget.tryReserve(additional)) {
            return false;
        }
        reservedBytes = Math.max(reservedBytes, needed);
        return true;
    }

    private void releaseMemory() {
        memoryBudget.release(reservedBytes);
        reservedBytes = 0;
    }

    /** Has a worker do what may take time, then goes on with the frame's bytes on the event loop. */
    private void runOnWorker(
            ChannelHandlerContext context, Supplier<Optional<Frame>> task, Consumer<Optional<byte[]>> whenDone) {
        inFrame = false;
        answering = true;
        deadline.clear();
        try {
            workers.execute(() -> {
                try {
                    Optional<byte[]> result = task.get().map(Frame::encode);
                    runOnEventLoop(context, () -> whenDone.accept(result));
                } catch (Throwable t) {
                    LOG.error("closing {}: its request could not be dealt with", context.channel(), t);
                    context.close();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closing {}: the server stops", context.channel());
            context.close();
        }
    }

    private static void runOnEventLoop(ChannelHandlerContext context, Runnable step) {
        try {
            context.executor().execute(step);
        } catch (RejectedExecutionException e) {
            LOG.warn("{} was answered after the server had stopped", context.channel());
        }
    }

    private void sendReply(ChannelHandlerContext context, Optional<byte[]> reply) {
        if (stopExpired) {
            return;
        }
        if (reply.isEmpty()) {
            replySent(context);
            return;
        }
        deadline.set(context, settings.frameTimeout(), "it did not take its reply");
        context.writeAndFlush(Unpooled.wrappedBuffer(reply.get())).addListener(written -> {
            if (written.isSuccess()) {
                replySent(context);
            } else {
                context.close();
            }
        });
    }

    private void replySent(ChannelHandlerContext context) {
        answering = false;
        releaseMemory();
        if (stopping) {
            context.close();
        } else {
            processInput(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == StopEvent.DRAIN) {
            stopping = true;
            if (!answering) {
                deadline.set(context, StopEvent.DRAIN_GRACE, "the server stops");
            }
        } else if (event == StopEvent.ABORT && answering) {
            stopExpired = true;
            context.writeAndFlush(Unpooled.wrappedBuffer(handler.busyReply().encode()))
                    .addListener(refused -> context.close());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (assembler.hasPartialFrame()) {
            LOG.debug("{} was closed in the middle of a frame", context.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("closing {}: {}", context.channel(), cause.getMessage());
        } else {
            LOG.error("closing {}: it could not be served", context.channel(), cause);
        }
        context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.clear();
        releaseUnread();
        releaseMemory();
    }

    private void releaseUnread() {
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }
}
