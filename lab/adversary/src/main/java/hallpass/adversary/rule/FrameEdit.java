package hallpass.adversary.rule;

import hallpass.message.MessageType;
import hallpass.wire.Bytes;
import hallpass.wire.DecodeException;
import hallpass.wire.Frame;
import hallpass.wire.Layout;
import hallpass.wire.RawFields;
import java.util.Map;

/** An edit of a frame. */
sealed interface FrameEdit {
    /** The frame's length comes before its type. A wrong length would hide the end of the frame. */
    int LENGTH_BITS = Byte.SIZE * Frame.PREFIX_SIZE;

    Frame apply(Frame frame) throws RuleNotApplicableException;

    /**
     * Flips a bit of the whole frame, counted from 0, the most significant bit of each byte first.
     */
    record FlipBit(int bit) implements FrameEdit {
        @Override
        public Frame apply(Frame frame) throws RuleNotApplicableException {
            byte[] bytes = frame.encode();
            flip(bytes, bit, "the frame");
            try {
                return Frame.decode(bytes);
            } catch (DecodeException e) {
                throw new RuleNotApplicableException(e.problem());
            }
        }
    }

    /** Flips a bit of one field. */
    record FlipBitOf(int bit, String field) implements FrameEdit {
        @Override
        public Frame apply(Frame frame) throws RuleNotApplicableException {
            Map<String, Bytes> fields = fields(frame, field);
            byte[] bytes = fields.getOrDefault(field, Bytes.EMPTY).toArray();
            flip(bytes, bit, field);
            return replaceField(frame, fields, field, Bytes.of(bytes));
        }
    }

    /** Replaces the value of one field. */
    record Replace(String field, Bytes content) implements FrameEdit {
        @Override
        public Frame apply(Frame frame) throws RuleNotApplicableException {
            return replaceField(frame, fields(frame, field), field, content);
        }
    }

    private static void flip(byte[] bytes, int bit, String where) throws RuleNotApplicableException {
        if (bit >= bytes.length * Byte.SIZE) {
            throw new RuleNotApplicableException(where + " has only " + bytes.length * Byte.SIZE + " bits");
        }
        bytes[bit / Byte.SIZE] ^= (byte) (0x80 >>> bit % Byte.SIZE);
    }

    private static Map<String, Bytes> fields(Frame frame, String wanted) throws RuleNotApplicableException {
        try {
            Map<String, Bytes> fields = RawFields.split(layout(frame), frame.body());
            // An absent optional field can be edited too.
            if (layout(frame).fields().stream().noneMatch(field -> field.name().equals(wanted))) {
                throw new RuleNotApplicableException("it has no field " + wanted);
            }
            return fields;
        } catch (DecodeException e) {
            throw new RuleNotApplicableException(e.problem());
        }
    }

    private static Layout<?> layout(Frame frame) throws RuleNotApplicableException {
        try {
            return MessageType.of(frame.type()).layout();
        } catch (DecodeException e) {
            throw new RuleNotApplicableException(e.problem());
        }
    }

    private static Frame replaceField(Frame frame, Map<String, Bytes> fields, String field, Bytes content)
            throws RuleNotApplicableException {
        if (content.size() > Layout.MAX_FIELD_SIZE) {
            throw new RuleNotApplicableException(field + " would exceed the maximum field size");
        }
        fields.put(field, content);
        Bytes body = RawFields.join(layout(frame), fields);
        if (body.size() >= Frame.MAX_LENGTH) {
            throw new RuleNotApplicableException("it would exceed the maximum frame size");
        }
        return new Frame(frame.type(), body);
    }
}
