package hallpass.adversary.rule;

import hallpass.adversary.Direction;
import hallpass.adversary.Passing;
import hallpass.message.MessageType;
import hallpass.trace.Party;
import java.util.Optional;

/**
 * The frames that a rule is about, such as {@code K4 from tgs}.
 *
 * @param type empty for any
 */
record Target(Optional<MessageType> type, Direction direction, Party server) {
    boolean fits(Passing passing) {
        return passing.direction() == direction
                && passing.server() == server
                && type.map(passing::is).orElse(true);
    }

    /** The message alone. */
    String message() {
        return type.map(MessageType::label).orElse("any");
    }

    @Override
    public String toString() {
        return message() + " " + direction + " " + server.id();
    }
}
