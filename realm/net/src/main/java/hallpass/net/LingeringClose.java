package hallpass.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/**
 * Says one last thing, then discards what still comes until the peer has closed too. Closing at once, with bytes unread,
 * would send a reset, which can overtake what was said.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that fails is closed, and that is all there is to do
final class LingeringClose extends ChannelInboundHandlerAdapter {
    private final byte[] frame;
    private final Duration timeout;
    private final ConnectionDeadline deadline = new ConnectionDeadline();

    LingeringClose(byte[] frame, Duration timeout) {
        this.frame = frame;
        this.timeout = timeout;
    }

    /** For a connection that is already open: this handler takes the place of the one that served it. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            sendAndShutDownOutput(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        sendAndShutDownOutput(context);
    }

    private void sendAndShutDownOutput(ChannelHandlerContext context) {
        deadline.set(context, timeout, "the peer did not close after the last reply");
        context.writeAndFlush(Unpooled.wrappedBuffer(frame)).addListener(sent -> {
            if (sent.isSuccess()) {
                ((DuplexChannel) context.channel()).shutdownOutput();
                context.read();
            } else {
                context.close();
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        ReferenceCountUtil.release(bytes);
        context.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == StopEvent.DRAIN) {
            deadline.set(context, StopEvent.DRAIN_GRACE, "the server stops");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.clear();
    }
}
