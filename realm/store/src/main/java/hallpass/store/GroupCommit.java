package hallpass.store;

import hallpass.store.Database.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Combines concurrent writes into one transaction, because a disk sync takes as long for many
 * writes as for one. The first waiting thread becomes the leader: it runs all waiting writes,
 * commits once, and passes the lead on. No write returns before its commit.
 */
final class GroupCommit {
    /** Maximum number of writes in one transaction. */
    private static final int MAX_BATCH = 256;

    private final BatchTransaction transaction;
    private final Deque<PendingWrite<?, ?>> waiting = new ArrayDeque<>();
    private boolean hasLeader;

    GroupCommit(BatchTransaction transaction) {
        this.transaction = transaction;
    }

    /** Runs several writes in one transaction, and sets the result of each. */
    interface BatchTransaction {
        void run(List<PendingWrite<?, ?>> writes);
    }

    /** Runs an operation, possibly in another thread. Returns or throws after the commit. */
    <T, X extends Exception> T run(Operation<T, X> operation) throws X {
        PendingWrite<T, X> write = new PendingWrite<>(operation);
        if (enqueue(write) || write.awaitLead()) {
            leadBatch();
        }
        return write.resultOrThrow();
    }

    private synchronized boolean enqueue(PendingWrite<?, ?> write) {
        waiting.add(write);
        boolean first = !hasLeader;
        hasLeader = true;
        return first;
    }

    private void leadBatch() {
        List<PendingWrite<?, ?>> batch = takeBatch();
        // Interrupting the leader must not fail the batch.
        boolean interrupted = Thread.interrupted();
        try {
            transaction.run(batch);
        } finally {
            passLead();
            batch.forEach(PendingWrite::complete);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized List<PendingWrite<?, ?>> takeBatch() {
        List<PendingWrite<?, ?>> batch = new ArrayList<>(Math.min(waiting.size(), MAX_BATCH));
        while (!waiting.isEmpty() && batch.size() < MAX_BATCH) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    private synchronized void passLead() {
        if (waiting.isEmpty()) {
            hasLeader = false;
        } else {
            waiting.element().makeLeader();
        }
    }

    /** The write of one thread, from its submission to its completion. */
    static final class PendingWrite<T, X extends Exception> {
        private enum WriteState {
            WAITING,
            LEADING,
            DONE
        }

        private final Operation<T, X> operation;
        private final Thread owner = Thread.currentThread();
        private volatile WriteState state = WriteState.WAITING;
        private @Nullable T result;
        private @Nullable Throwable failure = new IllegalStateException("the write was not executed");

        private PendingWrite(Operation<T, X> operation) {
            this.operation = operation;
        }

        T run(Handle handle) throws X {
            T value = operation.run(handle);
            result = value;
            failure = null;
            return value;
        }

        void fail(Throwable failure) {
            this.failure = failure;
        }

        boolean hasFailed() {
            return failure != null;
        }

        private void makeLeader() {
            state = WriteState.LEADING;
            LockSupport.unpark(owner);
        }

        private void complete() {
            state = WriteState.DONE;
            LockSupport.unpark(owner);
        }

        /**
         * Waits until this write is done, or until its thread becomes the leader (returns true).
         */
        private boolean awaitLead() {
            boolean interrupted = false;
            while (state == WriteState.WAITING) {
                LockSupport.park(this);
                // The leader may be executing this write already: its outcome must be awaited.
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                owner.interrupt();
            }
            return state == WriteState.LEADING;
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // the operation throws only X, and its result may be null
        private T resultOrThrow() throws X {
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            } else if (failure instanceof Error error) {
                throw error;
            } else if (failure != null) {
                throw (X) failure;
            }
            return result;
        }
    }
}
