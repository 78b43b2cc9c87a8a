package hallpass.adversary.rule;

import hallpass.adversary.RecordedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Holds frames back until they are released. Each held frame blocks the thread of its connection.
 */
final class HeldFrames {
    private final List<HeldFrame> held = new ArrayList<>();

    private record HeldFrame(RecordedFrame recorded, Optional<FrameMatcher> until) {}

    /**
     * Returns when the frame is released.
     *
     * @param onHeld run as soon as the frame can be released
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

    /** Releases the frames that wait for a frame like this one. */
    void releaseWaitingFor(RecordedFrame recorded) {
        release(heldFrame ->
                heldFrame.until.map(matcher -> matcher.matches(recorded)).orElse(false));
    }

    /** Releases a frame and returns the number of frames released. */
    int release(int number) {
        return release(heldFrame -> heldFrame.recorded.number() == number);
    }

    int releaseAll() {
        return release(heldFrame -> true);
    }

    /** The numbers of the held frames. */
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
