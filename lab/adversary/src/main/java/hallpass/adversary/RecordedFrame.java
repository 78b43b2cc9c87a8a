package hallpass.adversary;

import hallpass.message.Message;
import hallpass.message.MessageType;
import hallpass.message.Party;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.time.Instant;
import java.util.Optional;

/**
 * A frame that the adversary received or sent.
 *
 * @param number counted from 1 over all servers
 * @param server the server that received or sent the frame
 * @param connection counted from 1 for each server, or {@link #OWN_CONNECTION}
 * @param direction whether the frame was sent to the server or to the client
 */
public record RecordedFrame(int number, Instant time, Party server, int connection, Direction direction, Frame frame) {
    /** The number of connections that the adversary opened itself. */
    public static final int OWN_CONNECTION = 0;

    /** The decoded message; empty if the frame does not contain one. */
    public Optional<Message> message() {
        try {
            return Optional.of(MessageType.decode(frame));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    public boolean hasType(MessageType type) {
        return frame.type() == type.number();
    }

    boolean isRequestOnSameConnectionAs(RecordedFrame other) {
        return direction == Direction.TO_SERVER && server == other.server && connection == other.connection;
    }
}
