package hallpass.adversary.rule;

import hallpass.adversary.RecordedFrame;
import hallpass.adversary.Recording;
import hallpass.message.MessageType;
import java.util.Optional;

/** A recorded frame as a person names it: {@code 12}, or {@code last K2}. */
public sealed interface FrameSelector {
    /** The frame of this number. */
    record Numbered(int number) implements FrameSelector {
        @Override
        public Optional<RecordedFrame> find(Recording recording, int before) {
            return recording.find(number);
        }

        @Override
        public String toString() {
            return String.valueOf(number);
        }
    }

    /** The newest of a kind. */
    record Last(MessageType type) implements FrameSelector {
        @Override
        public Optional<RecordedFrame> find(Recording recording, int before) {
            return recording.all(type).stream()
                    .filter(recorded -> recorded.number() < before)
                    .reduce((older, newer) -> newer);
        }

        @Override
        public String toString() {
            return "last " + type.label();
        }
    }

    /** @param before the number of the frame that is dealt with: it is not meant itself by {@code last} */
    Optional<RecordedFrame> find(Recording recording, int before);

    /** Of all that came by. */
    default Optional<RecordedFrame> find(Recording recording) {
        return find(recording, Integer.MAX_VALUE);
    }
}
