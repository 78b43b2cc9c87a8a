package hallpass.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Reads into small heap buffers, so that an idle connection costs little memory and the garbage
 * collector accounts for it.
 */
final class HeapReceiveAllocator extends DefaultMaxMessagesRecvByteBufAllocator {
    /** Fits ordinary messages; longer ones take several reads. */
    private static final int BUFFER_SIZE = 4 * 1024;

    @Override
    @SuppressWarnings("deprecation") // the superclass defines the return type
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return BUFFER_SIZE;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return allocator.heapBuffer(BUFFER_SIZE, BUFFER_SIZE);
            }
        };
    }
}
