package hallpass.net;

import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import java.util.Optional;

/** Answers with what it was asked. Tests override what they are about. */
class Echo implements FrameHandler {
    @Override
    public Optional<Frame> answer(Frame request) {
        return Optional.of(request);
    }

    @Override
    public Frame refuse(DecodeException unreadable) {
        return RawPeer.frame("refused: " + unreadable.problem());
    }

    @Override
    public Frame busy() {
        return RawPeer.frame("busy");
    }
}
