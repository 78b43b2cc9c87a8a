package hallpass.net;

import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.util.Optional;

/**
 * Answers the frames of one connection, one after another. Whatever it throws closes its connection and harms no other.
 */
public interface FrameHandler {
    /**
     * Runs on a worker and may take its time. The connection is not read from meanwhile.
     *
     * @return what to reply; empty to say nothing
     */
    Optional<Frame> handle(Frame request);

    /**
     * Runs on a worker.
     *
     * @param malformed why what the peer sends is no frame
     * @return the last thing that the peer is told before the connection is closed
     */
    Frame refuseMalformed(DecodeException malformed);

    /** What a peer is told when there are too many connections; it must not block. The connection is closed after it. */
    Frame busyReply();
}
