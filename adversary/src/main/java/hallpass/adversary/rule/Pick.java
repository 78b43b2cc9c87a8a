package hallpass.adversary.rule;

import hallpass.adversary.Passing;
import hallpass.adversary.Recording;
import hallpass.message.MessageType;
import java.util.Optional;

/** A recorded frame as a person names it: {@code 12}, or {@code last K2}. */
public sealed interface Pick {
    /** The frame of this number. */
    record Numbered(int number) implements Pick {
        @Override
        public Optional<Passing> from(Recording recording, int before) {
            return recording.number(number);
        }

        @Override
        public String toString() {
            return String.valueOf(number);
        }
    }

    /** The newest of a kind. */
    record Last(MessageType type) implements Pick {
        @Override
        public Optional<Passing> from(Recording recording, int before) {
            return recording.all(type).stream()
                    .filter(passing -> passing.number() < before)
                    .reduce((older, newer) -> newer);
        }

        @Override
        public String toString() {
            return "last " + type.label();
        }
    }

    /** @param before the number of the frame that is dealt with: it is not meant itself by {@code last} */
    Optional<Passing> from(Recording recording, int before);

    /** Of all that came by. */
    default Optional<Passing> from(Recording recording) {
        return from(recording, Integer.MAX_VALUE);
    }
}
