package hallpass.net;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory limit for the unanswered frames of all connections together. Single frames are small, but
 * thousands of unfinished frames are not.
 */
final class FrameMemoryBudget {
    /** One eighth of the heap: a frame exists up to three times while it is processed. */
    private static final int SHARE_OF_HEAP = 8;

    private final AtomicLong available;

    FrameMemoryBudget(long bytes) {
        this.available = new AtomicLong(bytes);
    }

    static FrameMemoryBudget shareOfHeap() {
        return new FrameMemoryBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** Reserves memory if available. The caller must release it. */
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
