package hallpass.net;

import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.util.Optional;

/**
 * Answers the frames of one connection, one at a time. An exception closes the connection and
 * affects no other.
 */
public interface FrameHandler {
    /**
     * Answers a request. Runs on a worker thread and may block; the connection is not read
     * meanwhile.
     *
     * @return the reply; empty to send nothing
     */
    Optional<Frame> handle(Frame request);

    /**
     * Answers bytes that are not a frame. Runs on a worker thread.
     *
     * @return the final frame before the connection is closed
     */
    Frame refuseMalformed(DecodeException malformed);

    /** The final frame on a connection beyond the maximum. Must not block. */
    Frame busyReply();
}
