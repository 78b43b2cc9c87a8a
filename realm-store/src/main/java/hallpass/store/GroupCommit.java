package hallpass.store;

import hallpass.store.Database.Work;
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
    private static final int LARGEST = 256;

    private final Transaction transaction;
    private final Deque<Turn<?, ?>> waiting = new ArrayDeque<>();
    private boolean led;

    GroupCommit(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Does several turns in one transaction, and settles each of them. */
    interface Transaction {
        void run(List<Turn<?, ?>> turns);
    }

    /** Does the work, maybe in another thread; returns, or throws what it threw, when it is committed. */
    <T, X extends Exception> T run(Work<T, X> work) throws X {
        Turn<T, X> mine = new Turn<>(work);
        if (comesFirst(mine) || mine.awaitLead()) {
            lead();
        }
        return mine.outcome();
    }

    private synchronized boolean comesFirst(Turn<?, ?> turn) {
        waiting.add(turn);
        boolean first = !led;
        led = true;
        return first;
    }

    private void lead() {
        List<Turn<?, ?>> together = takeAll();
        // Nobody's work shall fail because of what the leader is told meanwhile.
        boolean interrupted = Thread.interrupted();
        try {
            transaction.run(together);
        } finally {
            handOn();
            together.forEach(Turn::answer);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized List<Turn<?, ?>> takeAll() {
        List<Turn<?, ?>> together = new ArrayList<>(Math.min(waiting.size(), LARGEST));
        while (!waiting.isEmpty() && together.size() < LARGEST) {
            together.add(waiting.remove());
        }
        return together;
    }

    private synchronized void handOn() {
        if (waiting.isEmpty()) {
            led = false;
        } else {
            waiting.element().promote();
        }
    }

    /** One thread's work, from when it is handed in until it is answered. */
    static final class Turn<T, X extends Exception> {
        private enum State {
            WAITS,
            LEADS,
            ANSWERED
        }

        private final Work<T, X> work;
        private final Thread owner = Thread.currentThread();
        private volatile State state = State.WAITS;
        private @Nullable T result;
        private @Nullable Throwable failure = new IllegalStateException("the work was not done");

        private Turn(Work<T, X> work) {
            this.work = work;
        }

        /** Does the work; what it throws is thrown here, too. */
        T perform(Handle handle) throws X {
            T made = work.on(handle);
            result = made;
            failure = null;
            return made;
        }

        /** What the owner gets in the place of a result. */
        void fail(Throwable failure) {
            this.failure = failure;
        }

        boolean failed() {
            return failure != null;
        }

        private void promote() {
            state = State.LEADS;
            LockSupport.unpark(owner);
        }

        private void answer() {
            state = State.ANSWERED;
            LockSupport.unpark(owner);
        }

        /** Whether this turn has to lead; if not, it is answered. */
        private boolean awaitLead() {
            boolean interrupted = false;
            while (state == State.WAITS) {
                LockSupport.park(this);
                // The work may be done at this moment: what came of it must be known.
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                owner.interrupt();
            }
            return state == State.LEADS;
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // a work throws its X alone, and gives the result that it gives
        private T outcome() throws X {
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
