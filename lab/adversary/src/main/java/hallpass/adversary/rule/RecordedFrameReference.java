package hallpass.adversary.rule;

import hallpass.adversary.RecordedFrame;
import hallpass.adversary.Recording;
import hallpass.message.MessageType;
import java.util.Optional;

/** Selects a recorded frame: {@code 12}, or {@code last K2}. */
public sealed interface RecordedFrameReference {
    /** Selects a frame by its number. */
    record Numbered(int number) implements RecordedFrameReference {
        @Override
        public Optional<RecordedFrame> find(Recording recording, int before) {
            return recording.find(number);
        }

        @Override
        public String toString() {
            return String.valueOf(number);
        }
    }

    /** Selects the latest frame of a type. */
    record Last(MessageType type) implements RecordedFrameReference {
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

    /** @param before the number of the current frame, which {@code last} does not select */
    Optional<RecordedFrame> find(Recording recording, int before);

    /** Selects among all recorded frames. */
    default Optional<RecordedFrame> find(Recording recording) {
        return find(recording, Integer.MAX_VALUE);
    }
}
