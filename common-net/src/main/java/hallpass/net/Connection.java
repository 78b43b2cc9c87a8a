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
final class Connection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final FrameHandler handler;
    private final Executor workers;
    private final ServerSettings settings;
    private final FrameMemory memory;
    private final FrameAssembler assembler = new FrameAssembler();
    private final Deadline deadline = new Deadline();
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    /** What this connection has of the frames' memory. */
    private long held;

    private boolean inFrame;
    private boolean answering;
    private boolean stopping;
    private boolean over;

    Connection(FrameHandler handler, Executor workers, ServerSettings settings, FrameMemory memory) {
        this.handler = handler;
        this.workers = workers;
        this.settings = settings;
        this.memory = memory;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        readOn(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        unread = (ByteBuf) bytes;
        proceed(context);
    }

    private void proceed(ChannelHandlerContext context) {
        try {
            Optional<Frame> request = takeFrame();
            if (request.isPresent()) {
                answer(context, request.get());
            } else if (hold(assembler.capacity())) {
                readOn(context);
            } else {
                LOG.warn("turning {} away: unfinished frames take all the memory that they may", context.channel());
                endWith(context, handler.busy().toArray());
            }
        } catch (DecodeException e) {
            refuse(context, e);
        }
    }

    private Optional<Frame> takeFrame() throws DecodeException {
        ByteBuffer bytes = unread.nioBuffer();
        Optional<Frame> frame = assembler.take(bytes);
        unread.skipBytes(bytes.position());
        if (!unread.isReadable()) {
            dropUnread();
        }
        return frame;
    }

    /** Reads once; nothing is ever read without being asked for. */
    private void readOn(ChannelHandlerContext context) {
        if (!stopping) {
            watch(context);
        }
        context.read();
    }

    /** A frame has its time from its first byte on, however many further ones trickle in. */
    private void watch(ChannelHandlerContext context) {
        if (!assembler.begun()) {
            deadline.set(context, settings.idleLimit(), "it was idle too long");
        } else if (!inFrame) {
            deadline.set(context, settings.frameDeadline(), "its frame took too long");
        }
        inFrame = assembler.begun();
    }

    private void answer(ChannelHandlerContext context, Frame request) {
        work(context, () -> handler.answer(request), reply -> reply(context, reply));
    }

    private void refuse(ChannelHandlerContext context, DecodeException unreadable) {
        work(
                context,
                () -> Optional.of(handler.refuse(unreadable)),
                refusal -> endWith(context, refusal.orElseThrow()));
    }

    private void endWith(ChannelHandlerContext context, byte[] lastWord) {
        context.pipeline().replace(this, null, new LastWord(lastWord, settings.frameDeadline()));
    }

    /** Takes what a frame needs more than before; what a whole one had is held until it is answered. */
    private boolean hold(long needed) {
        long more = needed - held;
        if (more > 0 && !memory.take(more)) {
            return false;
        }
        held = Math.max(held, needed);
        return true;
    }

    private void letGo() {
        memory.giveBack(held);
        held = 0;
    }

    /** Has a worker do what may take time, then goes on with the frame's bytes on the event loop. */
    private void work(
            ChannelHandlerContext context, Supplier<Optional<Frame>> task, Consumer<Optional<byte[]>> whenDone) {
        inFrame = false;
        answering = true;
        deadline.clear();
        try {
            workers.execute(() -> {
                try {
                    Optional<byte[]> result = task.get().map(Frame::toArray);
                    handOver(context, () -> whenDone.accept(result));
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

    private static void handOver(ChannelHandlerContext context, Runnable step) {
        try {
            context.executor().execute(step);
        } catch (RejectedExecutionException e) {
            LOG.warn("{} was answered after the server had stopped", context.channel());
        }
    }

    private void reply(ChannelHandlerContext context, Optional<byte[]> reply) {
        if (over) {
            return;
        }
        if (reply.isEmpty()) {
            replied(context);
            return;
        }
        deadline.set(context, settings.frameDeadline(), "it did not take its reply");
        context.writeAndFlush(Unpooled.wrappedBuffer(reply.get())).addListener(written -> {
            if (written.isSuccess()) {
                replied(context);
            } else {
                context.close();
            }
        });
    }

    private void replied(ChannelHandlerContext context) {
        answering = false;
        letGo();
        if (stopping) {
            context.close();
        } else {
            proceed(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Stop.NOW) {
            stopping = true;
            if (!answering) {
                deadline.set(context, Stop.LAST_CALL, "the server stops");
            }
        } else if (event == Stop.OVER && answering) {
            over = true;
            context.writeAndFlush(Unpooled.wrappedBuffer(handler.busy().toArray()))
                    .addListener(refused -> context.close());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (assembler.begun()) {
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
        dropUnread();
        letGo();
    }

    private void dropUnread() {
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }
}
