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
 * A frame of an operation, which the adversary can change.
 *
 * @param name for example {@code K3 (2) of a login}
 * @param nth position among the frames of its type in one run, from 1
 * @param filter excludes frames of other operations
 * @param counterpart the same operation of another client, if two can run at the same time
 * @param original the frame of an undisturbed run
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
    /** What the adversary does to the frame. */
    interface FrameChange {
        Decision apply(Frame frame) throws InterruptedException;
    }

    int bits() {
        return Byte.SIZE * original.size();
    }

    /** Applies the change to this frame and forwards all others. */
    Interceptor interceptOnce(FrameChange act) {
        AtomicInteger number = new AtomicInteger();
        return recorded -> recorded.hasType(type) && filter.test(recorded) && number.incrementAndGet() == nth
                ? act.apply(recorded.frame())
                : Decision.PASS;
    }

    /** The protocol name of the field that contains a bit. */
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
        throw new AssertionError("bit " + bit + " is behind the last field");
    }

    @Override
    public String toString() {
        return name;
    }
}
