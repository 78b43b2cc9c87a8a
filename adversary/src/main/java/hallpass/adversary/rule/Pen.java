package hallpass.adversary.rule;

import hallpass.adversary.Passing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where frames are held back, each by the thread of its connection, until they are let go. */
final class Pen {
    private final List<Held> held = new ArrayList<>();

    private record Held(Passing passing, Optional<Target> until) {}

    /**
     * Returns when somebody lets it go.
     *
     * @param begun is run once it can be let go: whoever hears of it may do so at once
     */
    synchronized void hold(Passing passing, Optional<Target> until, Runnable begun) throws InterruptedException {
        Held mine = new Held(passing, until);
        held.add(mine);
        begun.run();
        while (held.contains(mine)) {
            wait();
        }
    }

    /** Lets those go that waited for such a frame. */
    void passes(Passing passing) {
        release(one -> one.until.map(target -> target.fits(passing)).orElse(false));
    }

    /** Lets one go; how many went. */
    int release(int number) {
        return release(one -> one.passing.number() == number);
    }

    int releaseAll() {
        return release(one -> true);
    }

    /** The numbers of those that wait. */
    synchronized List<Integer> waiting() {
        return held.stream().map(one -> one.passing.number()).toList();
    }

    private synchronized int release(Predicate<Held> chosen) {
        int before = held.size();
        held.removeIf(chosen);
        notifyAll();
        return before - held.size();
    }
}
