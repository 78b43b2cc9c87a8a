package hallpass.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the frames of all connections together may take, from their first bytes until they are answered. One
 * frame is small; ten thousand that somebody leaves unfinished are not.
 */
final class FrameMemoryBudget {
    /** A frame stands in memory up to three times on its way, and there is more to be done with the heap. */
    private static final int SHARE_OF_HEAP = 8;

    private final AtomicLong available;

    FrameMemoryBudget(long bytes) {
        this.available = new AtomicLong(bytes);
    }

    static FrameMemoryBudget shareOfHeap() {
        return new FrameMemoryBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Whether there was that much left; if so, whoever took it gives it back. */
    boolean tryReserve(long bytes) {
        if (available.addAndGet(-bytes) >= 0) {
            return true;
        }
        release(bytes);
        return false;
    }

    void release(long bytes) {
        available.addAndGet(bytes);
    }
}
