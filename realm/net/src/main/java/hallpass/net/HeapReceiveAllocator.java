package hallpass.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/** Reads into small buffers on the heap: what a connection costs is then the little that it sent, and the GC sees it. */
final class HeapReceiveAllocator extends DefaultMaxMessagesRecvByteBufAllocator {
    /** Room for any ordinary message; longer ones come in several reads. */
    private static final int BUFFER_SIZE = 4 * 1024;

    @Override
    @SuppressWarnings("deprecation") // the return type is fixed by the class above
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
