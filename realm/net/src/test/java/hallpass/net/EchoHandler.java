package hallpass.net;

import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.util.Optional;

/** Answers each frame with itself. Tests override single methods. */
class EchoHandler implements FrameHandler {
    @Override
    public Optional<Frame> handle(Frame request) {
        return Optional.of(request);
    }

    @Override
    public Frame refuseMalformed(DecodeException malformed) {
        return RawFrameClient.frame("refused: " + malformed.problem());
    }

    @Override
    public Frame busyReply() {
        return RawFrameClient.frame("busy");
    }
}
