package hallpass.integration.security;

import hallpass.adversary.Adversary;
import hallpass.adversary.Decision;
import hallpass.adversary.Interceptor;
import hallpass.adversary.RecordedFrame;
import hallpass.message.MessageType;
import hallpass.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * One frame of something that somebody does.
 *
 * @param name such as {@code K3 (2) of a login}
 * @param nth of its type on these wires, from 1
 * @param filter leaves out what others say there
 * @param counterpart the same by somebody else, where two do it at a time
 * @param original as it was where nobody disturbed it
 */
record TamperingPoint(
        String name,
        MessageType type,
        int nth,
        Adversary adversary,
        Predicate<RecordedFrame> filter,
        ClientOperation operation,
        Optional<ClientOperation> counterpart,
        Frame original) {
    /** What is done to a frame. */
    interface FrameChange {
        Decision apply(Frame frame) throws InterruptedException;
    }

    int bits() {
        return Byte.SIZE * original.size();
    }

    /** Does this to it once, and lets all else pass. */
    Interceptor interceptOnce(FrameChange act) {
        AtomicInteger number = new AtomicInteger();
        return recorded -> recorded.hasType(type) && filter.test(recorded) && number.incrementAndGet() == nth
                ? act.apply(recorded.frame())
                : Decision.PASS;
    }

    /** Which field a bit is of, by its name in the protocol. */
    String fieldOf(int bit) throws Exception {
        int at = bit / Byte.SIZE;
        if (at <= Frame.PREFIX_SIZE) {
            return type.label() + (at < Frame.PREFIX_SIZE ? " length" : " type");
        }
        byte[] bytes = original.encode();
        List<String> names = new ArrayList<>(
                MessageType.fieldsOf(MessageType.decode(original)).keySet());
        int begin = Frame.PREFIX_SIZE + 1;
        for (String field : names) {
            int length = ((bytes[begin] & 0xff) << Byte.SIZE) | (bytes[begin + 1] & 0xff);
            begin += Short.BYTES + length;
            if (at < begin) {
                return type.label() + (nth > 1 ? " (" + nth + ") " : " ") + field;
            }
        }
        throw new AssertionError("a frame ends with its last field");
    }

    @Override
    public String toString() {
        return name;
    }
}
