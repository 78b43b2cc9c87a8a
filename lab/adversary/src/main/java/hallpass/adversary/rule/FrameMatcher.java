package hallpass.adversary.rule;

import hallpass.adversary.Direction;
import hallpass.adversary.RecordedFrame;
import hallpass.message.MessageType;
import hallpass.message.Party;
import java.util.Optional;

/**
 * Matches frames by type, direction and server, such as {@code K4 from tgs}.
 *
 * @param type the type; empty for any
 */
record FrameMatcher(Optional<MessageType> type, Direction direction, Party server) {
    boolean matches(RecordedFrame recorded) {
        return recorded.direction() == direction
                && recorded.server() == server
                && type.map(recorded::hasType).orElse(true);
    }

    String messageLabel() {
        return type.map(MessageType::label).orElse("any");
    }

    @Override
    public String toString() {
        return messageLabel() + " " + direction + " " + server.id();
    }
}
