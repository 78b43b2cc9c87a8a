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
 * Serves one connection: reads a frame, has it answered, writes the reply, then reads again. A peer
 * that floods the server fills only the socket buffers. Everything except the frame handler runs on
 * the event loop of the connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed channel is closed; nothing else can be done
final class ServerConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    private final FrameHandler handler;
    private final Executor workers;
    private final ServerSettings settings;
    private final FrameMemoryBudget memoryBudget;
    private final FrameAssembler assembler = new FrameAssembler();
    private final ConnectionDeadline deadline = new ConnectionDeadline();
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    /** Bytes reserved from the memory budget. */
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
                LOG.warn("refusing {}: unfinished frames use the whole memory budget", context.channel());
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

    /** Reads once; automatic reading is off. */
    private void readMore(ChannelHandlerContext context) {
        if (!stopping) {
            updateDeadline(context);
        }
        context.read();
    }

    /** The deadline of a frame starts at its first byte; later bytes do not extend it. */
    private void updateDeadline(ChannelHandlerContext context) {
        if (!assembler.hasPartialFrame()) {
            deadline.set(context, settings.idleTimeout(), "idle timeout");
        } else if (!inFrame) {
            deadline.set(context, settings.frameTimeout(), "frame timeout");
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

    /**
     * Reserves additional memory for a growing frame. It is released when the frame was answered.
     */
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

    /** Runs a task on a worker thread, then processes its result on the event loop. */
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
                    LOG.error("closing {}: the request could not be handled", context.channel(), t);
                    context.close();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closing {}: the server is stopping", context.channel());
            context.close();
        }
    }

    private static void runOnEventLoop(ChannelHandlerContext context, Runnable step) {
        try {
            context.executor().execute(step);
        } catch (RejectedExecutionException e) {
            LOG.warn("the reply to {} was ready after the server stopped", context.channel());
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
        deadline.set(context, settings.frameTimeout(), "the peer does not read its reply");
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
                deadline.set(context, StopEvent.DRAIN_GRACE, "the server is stopping");
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
            LOG.debug("{} was closed within a frame", context.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("closing {}: {}", context.channel(), cause.getMessage());
        } else {
            LOG.error("closing {}: internal error", context.channel(), cause);
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
