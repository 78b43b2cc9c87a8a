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
 * Lets the threads that wait for a commit share the next one: a sync of the disk takes as long for many of them as for
 * one. The first to come leads, does the work of all who wait, commits once, and hands the lead on. Nobody is answered
 * before the commit.
 */
final class GroupCommit {
    /** What one transaction may grow to. */
    private static final int MAX_BATCH = 256;

    private final BatchTransaction transaction;
    private final Deque<PendingWrite<?, ?>> waiting = new ArrayDeque<>();
    private boolean hasLeader;

    GroupCommit(BatchTransaction transaction) {
        this.transaction = transaction;
    }

    /** Does several turns in one transaction, and settles each of them. */
    interface BatchTransaction {
        void run(List<PendingWrite<?, ?>> writes);
    }

    /** Does the work, maybe in another thread; returns, or throws what it threw, when it is committed. */
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
        // Nobody's work shall fail because of what the leader is told meanwhile.
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

    /** One thread's work, from when it is handed in until it is answered. */
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
        private @Nullable Throwable failure = new IllegalStateException("the work was not done");

        private PendingWrite(Operation<T, X> operation) {
            this.operation = operation;
        }

        /** Does the work; what it throws is thrown here, too. */
        T run(Handle handle) throws X {
            T value = operation.run(handle);
            result = value;
            failure = null;
            return value;
        }

        /** What the owner gets in the place of a result. */
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

        /** Whether this turn has to lead; if not, it is answered. */
        private boolean awaitLead() {
            boolean interrupted = false;
            while (state == WriteState.WAITING) {
                LockSupport.park(this);
                // The work may be done at this moment: what came of it must be known.
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                owner.interrupt();
            }
            return state == WriteState.LEADING;
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // a work throws its X alone, and gives the result that it gives
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
