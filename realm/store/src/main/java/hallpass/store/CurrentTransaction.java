package hallpass.store;

import hallpass.store.Database.Operation;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The transaction that a thread is in: what it reads and writes meanwhile is a part of it. */
final class CurrentTransaction {
    @SuppressWarnings("ThreadLocalUsage") // a thread can be in transactions of several databases
    private final ThreadLocal<Handle> current = new ThreadLocal<>();

    /** The connection of the transaction that this thread is in. */
    Optional<Handle> handle() {
        return Optional.ofNullable(current.get());
    }

    /** Does a work whose reads and writes belong to the transaction of a connection. */
    <T, X extends Exception> T runWithin(Handle handle, Operation<T, X> operation) throws X {
        current.set(handle);
        try {
            return operation.run(handle);
        } finally {
            current.remove();
        }
    }
}
