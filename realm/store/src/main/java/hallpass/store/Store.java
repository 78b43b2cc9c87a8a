package hallpass.store;

import hallpass.config.RealmException;
import java.util.Optional;
import java.util.function.Consumer;

/** An open store. Its database may become unavailable and available again at any time. */
public interface Store extends AutoCloseable {
    /**
     * Waits until the database is available.
     *
     * @param onWaiting receives the reason to wait, such as "waits for the store db.example"
     * @throws RealmException on an error that waiting does not resolve
     */
    void awaitAvailable(Consumer<String> onWaiting) throws InterruptedException, RealmException;

    /** The reason why the store is unavailable, such as "waits for the store db.example". */
    Optional<String> outage();

    @Override
    void close();
}
