package hallpass.adversary;

import hallpass.wire.Bytes;
import hallpass.wire.Frame;
import java.time.Duration;
import java.util.List;

/** A decision about a frame. */
public sealed interface Decision {
    Decision PASS = new Pass();
    Decision DROP = new Replace(List.of());
    Decision CUT = new Cut();

    /** Forwards the frame. */
    record Pass() implements Decision {}

    /** Forwards other frames instead: a different one, two copies, or none. */
    record Replace(List<Frame> frames) implements Decision {
        public Replace {
            frames = List.copyOf(frames);
        }
    }

    /**
     * Forwards raw bytes instead. If they are not a frame, the receiver loses the frame boundary.
     */
    record Raw(Bytes bytes) implements Decision {}

    /** Drops the frame and sends an answer to its sender. */
    record Answer(Frame frame) implements Decision {}

    /** Forwards the frame later. Later frames of the connection wait too. */
    record Delay(Duration duration) implements Decision {}

    /** Drops the frame and closes the connection on both sides. */
    record Cut() implements Decision {}

    static Decision replaceWith(Frame... frames) {
        return new Replace(List.of(frames));
    }
}
