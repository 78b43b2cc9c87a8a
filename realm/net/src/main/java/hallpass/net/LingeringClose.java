package hallpass.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;

/**
 * Sends a final frame, then discards input until the peer closes. Closing with unread input would
 * send a TCP reset, which can overtake the final frame.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed channel is closed; nothing else can be done
final class LingeringClose extends ChannelInboundHandlerAdapter {
    private final byte[] frame;
    private final Duration timeout;
    private final ConnectionDeadline deadline = new ConnectionDeadline();

    LingeringClose(byte[] frame, Duration timeout) {
        this.frame = frame;
        this.timeout = timeout;
    }

    /** Starts at once if this handler replaces the one of an open connection. */
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
        deadline.set(context, timeout, "the peer did not close after the final reply");
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
            deadline.set(context, StopEvent.DRAIN_GRACE, "the server is stopping");
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
