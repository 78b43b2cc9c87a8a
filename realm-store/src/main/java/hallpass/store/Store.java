package hallpass.store;

import hallpass.realm.RealmProblem;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that is open. Its database may come after those who use it, and may go away and come back meanwhile. */
public interface Store extends AutoCloseable {
    /**
     * Returns when it can be used.
     *
     * @param waiting is told what is waited for meanwhile: one sentence without its subject
     * @throws RealmProblem if it is not what belongs there
     */
    void await(Consumer<String> waiting) throws InterruptedException, RealmProblem;

    /** What is waited for at this moment, if it cannot be used. */
    Optional<String> trouble();

    @Override
    void close();
}
