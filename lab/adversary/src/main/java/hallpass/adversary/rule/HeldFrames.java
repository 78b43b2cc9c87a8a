package hallpass.adversary.rule;

import hallpass.adversary.RecordedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where frames are held back, each by the thread of its connection, until they are let go. */
final class HeldFrames {
    private final List<HeldFrame> held = new ArrayList<>();

    private record HeldFrame(RecordedFrame recorded, Optional<FrameMatcher> until) {}

    /**
     * Returns when somebody lets it go.
     *
     * @param onHeld is run once it can be let go: whoever hears of it may do so at once
     */
    synchronized void hold(RecordedFrame recorded, Optional<FrameMatcher> until, Runnable onHeld)
            throws InterruptedException {
        HeldFrame heldFrame = new HeldFrame(recorded, until);
        held.add(heldFrame);
        onHeld.run();
        while (held.contains(heldFrame)) {
            wait();
        }
    }

    /** Lets those go that waited for such a frame. */
    void releaseWaitingFor(RecordedFrame recorded) {
        release(heldFrame ->
                heldFrame.until.map(matcher -> matcher.matches(recorded)).orElse(false));
    }

    /** Lets one go; how many went. */
    int release(int number) {
        return release(heldFrame -> heldFrame.recorded.number() == number);
    }

    int releaseAll() {
        return release(heldFrame -> true);
    }

    /** The numbers of those that wait. */
    synchronized List<Integer> numbers() {
        return held.stream().map(heldFrame -> heldFrame.recorded.number()).toList();
    }

    private synchronized int release(Predicate<HeldFrame> chosen) {
        int before = held.size();
        held.removeIf(chosen);
        notifyAll();
        return before - held.size();
    }
}
