package hallpass.adversary;

import hallpass.wire.Bytes;
import hallpass.wire.Frame;
import java.time.Duration;
import java.util.List;

/** What becomes of a frame. */
public sealed interface Decision {
    Decision PASS = new Pass();
    Decision DROP = new Replace(List.of());
    Decision CUT = new Cut();

    /** It goes on as it came. */
    record Pass() implements Decision {}

    /** These go on in its place: another one, the same one twice, or none. */
    record Replace(List<Frame> frames) implements Decision {
        public Replace {
            frames = List.copyOf(frames);
        }
    }

    /** These bytes go on in its place. Where they are no frame, the receiver cannot tell where the next one begins. */
    record Raw(Bytes bytes) implements Decision {}

    /** It does not go on, and its sender gets this answer. */
    record Answer(Frame frame) implements Decision {}

    /** It is held back, and then goes on; what comes behind it on the same connection waits too. */
    record Delay(Duration duration) implements Decision {}

    /** The connection breaks, for both sides. */
    record Cut() implements Decision {}

    static Decision replaceWith(Frame... frames) {
        return new Replace(List.of(frames));
    }
}
