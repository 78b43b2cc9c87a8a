package hallpass.store;

import hallpass.config.RealmException;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that is open. Its database may come after those who use it, and may go away and come back meanwhile. */
public interface Store extends AutoCloseable {
    /**
     * Returns when it can be used.
     *
     * @param onWaiting is told what is waited for meanwhile: one sentence without its subject
     * @throws RealmException if it is not what belongs there
     */
    void awaitAvailable(Consumer<String> onWaiting) throws InterruptedException, RealmException;

    /** What is waited for at this moment, if it cannot be used. */
    Optional<String> outage();

    @Override
    void close();
}
