package hallpass.store;

import hallpass.store.Database.Operation;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The open transaction of the current thread on one database. */
final class CurrentTransaction {
    @SuppressWarnings("ThreadLocalUsage") // a thread can be in transactions of several databases
    private final ThreadLocal<Handle> current = new ThreadLocal<>();

    Optional<Handle> handle() {
        return Optional.ofNullable(current.get());
    }

    /** Runs an operation whose nested reads and writes join the transaction of {@code handle}. */
    <T, X extends Exception> T runWithin(Handle handle, Operation<T, X> operation) throws X {
        current.set(handle);
        try {
            return operation.run(handle);
        } finally {
            current.remove();
        }
    }
}
