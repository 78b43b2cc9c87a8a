package hallpass.adversary;

import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.time.Instant;
import java.util.Optional;

/**
 * A frame that came to the adversary. Its layout is public; what is sealed in it is not.
 *
 * @param number counted from 1 over all wires, in the order in which they came
 * @param server on whose wire it came
 * @param connection counted from 1 for each server; {@link #OWN_CONNECTION} for what the adversary sent, and got back, by itself
 */
public record RecordedFrame(int number, Instant time, Party server, int connection, Direction direction, Frame frame) {
    /** No connection of anybody else's. */
    public static final int OWN_CONNECTION = 0;

    /** What the layouts make of it; empty if it is no message. */
    public Optional<Message> message() {
        try {
            return Optional.of(MessageType.decode(frame));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    /** Whether it is a message of this type. */
    public boolean hasType(MessageType type) {
        return frame.type() == type.number();
    }

    boolean isRequestOnSameConnectionAs(RecordedFrame other) {
        return direction == Direction.TO_SERVER && server == other.server && connection == other.connection;
    }
}
